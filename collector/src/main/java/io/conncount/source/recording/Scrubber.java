package io.conncount.source.recording;

import io.conncount.socket.AddressText;
import io.conncount.sys.NameText;
import io.conncount.wire.DecodeException;
import io.conncount.wire.linux.ScrubRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Anonymises addresses and names consistently, with a random key that is never written and ends
 * with the process. Two addresses whose first n bits were the same still have those in common, and no more of them: this is
 * Crypto-PAn (Xu, Fan, Ammar and Moon, "Prefix-Preserving IP Address Anonymization", 2002). A bit is turned over or not by
 * the bits before it, so that networks stay networks.
 *
 * <p>Loopback and unspecified addresses stay, and the form {@code ::ffff:a.b.c.d}, in which the IPv4 address becomes what it
 * becomes elsewhere. An address that would be given one of those is replaced once more.
 */
final class Scrubber implements ScrubRules.Replacement {
    private static final int AES_BLOCK_BYTES = 16;
    private static final int ADDRESS_BITS = 128;
    /** An IPv4 address is used in its mapped form, of which only the bits after the prefix change. */
    private static final int IPV4_FIRST_BIT = 96;

    private static final long IPV4_MAPPED = 0xffffL << Integer.SIZE;
    private static final int IPV4_LOOPBACK_NET = 127;
    private static final int CACHE_ENTRIES = 1 << 14;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    /** Enough that two names do not become one, and few enough for an interface (IF_NAMESIZE). */
    private static final int SCRUBBED_LETTERS = 12;

    private final ScrubRules fields = new ScrubRules(this);
    private final Cipher aes;
    private final Mac hmac;
    private final ByteBuffer prefixes = ByteBuffer.allocate(ADDRESS_BITS * AES_BLOCK_BYTES);
    private final byte[] encrypted = new byte[ADDRESS_BITS * AES_BLOCK_BYTES];
    /** A hash table of addresses and their replacements, four longs each; all zeros is valid, because {@code ::} is not replaced. */
    private final long[] cache = new long[CACHE_ENTRIES * 4];

    private long high;
    private long low;

    Scrubber() {
        byte[] key = new byte[2 * AES_BLOCK_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            // Each block is encrypted separately: it serves as a function of one prefix, and hides no text.
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, AES_BLOCK_BYTES, "AES"));
            hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, AES_BLOCK_BYTES, AES_BLOCK_BYTES, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES and SHA-256", e);
        }
    }

    /** Scrubs messages, from position 0 to the limit. What cannot be understood is not let through. */
    void scrub(ByteBuffer messages) {
        try {
            fields.replaceIn(messages);
        } catch (DecodeException e) {
            throw new UncheckedIOException(
                    new IOException("the kernel's message cannot be scrubbed: " + e.getMessage()));
        }
    }

    @Override
    public void ipv4(ByteBuffer messages, int atBytes) {
        ByteBuffer network = messages.duplicate().order(ByteOrder.BIG_ENDIAN);
        replace(0, IPV4_MAPPED | Integer.toUnsignedLong(network.getInt(atBytes)));
        network.putInt(atBytes, (int) low);
    }

    @Override
    public void ipv6(ByteBuffer messages, int atBytes) {
        ByteBuffer network = messages.duplicate().order(ByteOrder.BIG_ENDIAN);
        replace(network.getLong(atBytes), network.getLong(atBytes + Long.BYTES));
        network.putLong(atBytes, high).putLong(atBytes + Long.BYTES, low);
    }

    /** Letters for all but slashes and the zero byte before an abstract name. */
    @Override
    public void name(ByteBuffer messages, int atBytes, int lengthBytes) {
        byte[] name = new byte[lengthBytes];
        messages.get(atBytes, name);
        byte[] digest = hmac.doFinal(name);
        for (int i = 0; i < lengthBytes; i++) {
            if (name[i] != 0 && name[i] != '/') {
                int letter = (digest[i % digest.length] & 0xff) % LETTERS.length();
                messages.put(atBytes + i, (byte) LETTERS.charAt(letter));
            }
        }
    }

    /**
     * The replacement for the name of a user or an interface, or the path of a cgroup: {@link #SCRUBBED_LETTERS} letters for
     * the text between two slashes, so that neither its length nor anything else is revealed, and groups stay in groups.
     */
    String name(String name) {
        StringBuilder scrubbed = new StringBuilder();
        for (String part : name.split("((?<=/)|(?=/))")) {
            scrubbed.append(part.equals("/") ? part : word(part));
        }
        return scrubbed.toString();
    }

    /** The replacement for a name that is no path; empty for an empty one. */
    String word(String name) {
        return name.isEmpty() ? name : letters(name);
    }

    private String letters(String text) {
        byte[] digest = hmac.doFinal(NameText.bytes(text));
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < SCRUBBED_LETTERS; i++) {
            letters.append(LETTERS.charAt((digest[i] & 0xff) % LETTERS.length()));
        }
        return letters.toString();
    }

    /** Leaves the replacement of the address in {@link #high} and {@link #low}. */
    private void replace(long addressHigh, long addressLow) {
        high = addressHigh;
        low = addressLow;
        if (stays(high, low)) {
            return;
        }
        long mixed = (addressHigh * 31 + addressLow) * 0x9e37_79b9_7f4a_7c15L;
        int at = 4 * (int) (mixed >>> (Long.SIZE - Integer.numberOfTrailingZeros(CACHE_ENTRIES)));
        if (cache[at] != addressHigh || cache[at + 1] != addressLow) {
            boolean mapped = AddressText.isIpv4Mapped(addressHigh, addressLow);
            do {
                turnBits(mapped ? IPV4_FIRST_BIT : 0);
            } while (stays(high, low) || (!mapped && AddressText.isIpv4Mapped(high, low)));
            cache[at] = addressHigh;
            cache[at + 1] = addressLow;
            cache[at + 2] = high;
            cache[at + 3] = low;
        }
        high = cache[at + 2];
        low = cache[at + 3];
    }

    private static boolean stays(long high, long low) {
        if (AddressText.isIpv4Mapped(high, low)) {
            return (int) low == 0 || (low >>> 24 & 0xff) == IPV4_LOOPBACK_NET;
        }
        return high == 0 && (low == 0 || low == 1);
    }

    /** Flips each bit or not, according to the encryption of the prefix before it, followed by a one and zeros. */
    private void turnBits(int firstBit) {
        prefixes.clear();
        for (int bit = firstBit; bit < ADDRESS_BITS; bit++) {
            if (bit < Long.SIZE) {
                long one = Long.MIN_VALUE >>> bit;
                prefixes.putLong(endingIn(one, high)).putLong(0);
            } else {
                long one = Long.MIN_VALUE >>> (bit - Long.SIZE);
                prefixes.putLong(high).putLong(endingIn(one, low));
            }
        }
        try {
            aes.doFinal(prefixes.array(), 0, prefixes.position(), encrypted, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks fit", e);
        }
        long turnHigh = 0;
        long turnLow = 0;
        for (int bit = firstBit; bit < ADDRESS_BITS; bit++) {
            long turn = encrypted[(bit - firstBit) * AES_BLOCK_BYTES] & 1;
            if (bit < Long.SIZE) {
                turnHigh |= turn << (Long.SIZE - 1 - bit);
            } else {
                turnLow |= turn << (ADDRESS_BITS - 1 - bit);
            }
        }
        high ^= turnHigh;
        low ^= turnLow;
    }

    /** The bits above this one, then it, then zeros. */
    private static long endingIn(long one, long bits) {
        return (bits & (-one << 1)) | one;
    }
}
