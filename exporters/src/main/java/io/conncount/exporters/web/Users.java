package io.conncount.exporters.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may ask, with the bcrypt hashes of their passwords; none means all may.
 *
 * <p>A hash costs a tenth of a second and more, so the password that was right last is known by a keyed digest and costs
 * nothing the next time, and one thread at a time computes hashes. A name that is not there costs what one that is does.
 */
final class Users {
    /** A second on a slow processor; each step doubles it. */
    private static final int COST_MAX = 14;

    private static final int WAIT_SECONDS_MAX = 5;
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    /** A hash of nothing in particular, to which a cost is given. */
    static final String NOBODY = "$2a$%02d$abcdefghijklmnopqrstuu5Ss6bNfyGp3tzYzVoPDWQ5wMMGQW5Vq";

    /** What a check found. */
    enum Verdict {
        KNOWN,
        UNKNOWN,
        BUSY
    }

    private final Map<String, String> hashes;
    private final String nobody;
    private final SecretKeySpec key = new SecretKeySpec(new SecureRandom().generateSeed(32), "HmacSHA256");
    private final Map<String, byte[]> lastRight = new ConcurrentHashMap<>();
    private final Semaphore hashing = new Semaphore(1);

    /**
     * @param hashes by name, each checked
     */
    Users(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        int cost = hashes.values().stream().mapToInt(Users::cost).max().orElse(4);
        nobody = String.format(Locale.ROOT, NOBODY, cost);
    }

    /** Reads names and hashes. */
    static Users read(Section section) throws WebConfigException {
        Map<String, String> hashes = new HashMap<>();
        for (Map.Entry<String, Setting> user : section.rest().entrySet()) {
            String hash = user.getValue().text();
            if (user.getKey().contains(":")) {
                throw user.getValue().wrong("a name cannot hold a colon: HTTP ends the name there");
            }
            if (!HASH.matcher(hash).matches()) {
                throw user.getValue()
                        .wrong("must be a bcrypt hash, as printed by htpasswd -nBC 10 NAME behind the colon");
            }
            if (cost(hash) < 4 || cost(hash) > COST_MAX) {
                throw user.getValue()
                        .wrong("the cost of the bcrypt hash must be from 4 to " + COST_MAX
                                + ", so that a check takes seconds at most");
            }
            hashes.put(user.getKey(), hash);
        }
        return new Users(hashes);
    }

    private static int cost(String hash) {
        Matcher parts = HASH.matcher(hash);
        return parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    }

    /**
     * Whether a request may pass.
     *
     * @param authorization the header, null if there is none
     */
    Verdict check(String authorization) {
        if (hashes.isEmpty()) {
            return Verdict.KNOWN;
        }
        Credentials given = Credentials.of(authorization);
        if (given == null) {
            return Verdict.UNKNOWN;
        }
        String hash = hashes.get(given.name());
        byte[] digest = digest(given.password());
        byte[] right = lastRight.get(given.name());
        if (right != null && MessageDigest.isEqual(right, digest)) {
            return Verdict.KNOWN;
        }
        Verdict verdict = verify(given.password(), hash == null ? nobody : hash);
        if (hash == null && verdict == Verdict.KNOWN) {
            return Verdict.UNKNOWN;
        }
        if (verdict == Verdict.KNOWN) {
            lastRight.put(given.name(), digest);
        }
        return verdict;
    }

    private Verdict verify(byte[] password, String hash) {
        try {
            if (!hashing.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                return Verdict.BUSY;
            }
            try {
                BCrypt.Verifyer verifyer = BCrypt.verifyer(
                        BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
                boolean right = verifyer.verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
                return right ? Verdict.KNOWN : Verdict.UNKNOWN;
            } finally {
                hashing.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.BUSY;
        }
    }

    private byte[] digest(byte[] password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
