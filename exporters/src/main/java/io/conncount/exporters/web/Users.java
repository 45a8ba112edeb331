package io.conncount.exporters.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.conncount.exporters.web.PasswordChecks.Verdict;
import io.conncount.exporters.web.Section.Setting;
import io.conncount.exporters.web.WebServer.WebConfigException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users and the bcrypt hashes of their passwords; without users, no authentication is needed. */
final class Users {
    private static final System.Logger LOG = System.getLogger(Users.class.getName());

    private static final int COST_MIN = 4;

    /** Half a minute on a slow processor. */
    private static final int COST_MAX = 18;

    /** A second on a slow processor; each step doubles it. */
    private static final int COST_OF_A_SECOND = 14;

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    /** A hash of nothing in particular, to which a cost is given. */
    static final String NOBODY = "$2a$%02d$abcdefghijklmnopqrstuu5Ss6bNfyGp3tzYzVoPDWQ5wMMGQW5Vq";

    private final Map<String, String> hashes;
    private final String nobody;

    /**
     * @param hashes by name, each checked
     */
    Users(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        int cost = hashes.values().stream().mapToInt(Users::cost).max().orElse(COST_MIN);
        nobody = String.format(Locale.ROOT, NOBODY, cost);
    }

    /** Reads names and hashes. */
    static Users read(Section section) throws WebConfigException {
        Map<String, String> hashes = new HashMap<>();
        for (Map.Entry<String, Setting> user : section.rest().entrySet()) {
            String hash = user.getValue().text();
            if (user.getKey().contains(":")) {
                throw user.getValue().wrong("a user name cannot contain a colon");
            }
            if (!HASH.matcher(hash).matches()) {
                throw user.getValue()
                        .wrong("must be a bcrypt hash, as printed after the colon by htpasswd -nBC 10 NAME");
            }
            checkCost(user.getValue(), cost(hash));
            hashes.put(user.getKey(), hash);
        }
        return new Users(hashes);
    }

    private static void checkCost(Setting user, int cost) throws WebConfigException {
        if (cost < COST_MIN || cost > COST_MAX) {
            throw user.wrong("the cost of the bcrypt hash must be from " + COST_MIN + " to " + COST_MAX
                    + ", so that a check takes less than a minute");
        }
        if (cost > COST_OF_A_SECOND) {
            LOG.log(
                    Level.WARNING,
                    user.wrong("checking a password with bcrypt cost " + cost + " takes about "
                                    + (1 << (cost - COST_OF_A_SECOND))
                                    + " s, and requests get 503 during that time; use a lower cost, such as 10")
                            .getMessage());
        }
    }

    private static int cost(String hash) {
        Matcher parts = HASH.matcher(hash);
        return parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    }

    /**
     * Whether a request may pass. A name that is not there costs what one that is does.
     *
     * @param authorization the header, null if missing
     * @param client the address of its sender
     */
    Verdict check(String authorization, InetAddress client, PasswordChecks checks) {
        if (hashes.isEmpty()) {
            return Verdict.RIGHT;
        }
        Credentials given = Credentials.of(authorization);
        if (given == null) {
            return Verdict.WRONG;
        }
        String hash = hashes.get(given.name());
        Verdict verdict = checks.check(given.name(), given.password(), hash == null ? nobody : hash, client);
        return hash == null && verdict == Verdict.RIGHT ? Verdict.WRONG : verdict;
    }

    /** Whether a password is that of a bcrypt hash. Takes as long as the hash's cost demands. */
    static boolean matches(byte[] password, String hash) {
        BCrypt.Verifyer verifyer =
                BCrypt.verifyer(BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
        return verifyer.verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    /** What a client says of itself by basic authentication (RFC 7617). */
    static final class Credentials {
        private final String name;
        private final byte[] password;

        private Credentials(String name, byte[] password) {
            this.name = name;
            this.password = password;
        }

        /**
         * Reads the header.
         *
         * @param authorization the header; null if missing
         * @return null if it holds no name and password
         */
        static Credentials of(String authorization) {
            if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
                return null;
            }
            byte[] pair;
            try {
                pair = Base64.getDecoder().decode(authorization.substring(6).trim());
            } catch (IllegalArgumentException e) {
                return null;
            }
            String octets = new String(pair, StandardCharsets.ISO_8859_1);
            int colon = octets.indexOf(':');
            if (colon < 0) {
                return null;
            }
            byte[] password = octets.substring(colon + 1).getBytes(StandardCharsets.ISO_8859_1);
            return new Credentials(new String(pair, 0, colon, StandardCharsets.UTF_8), password);
        }

        String name() {
            return name;
        }

        /** Its octets as they came. */
        byte[] password() {
            return password;
        }
    }
}
