package io.conncount.exporters.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a client says of itself by basic authentication (RFC 7617). */
final class Credentials {
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
