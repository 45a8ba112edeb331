package io.conncount.exporters.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as openssl writes them (RFC 7468). */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");
    private static final int CERTIFICATES_MAX = 1000;

    private Pem() {}

    /** All certificates in a text. */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE") && certificates.size() < CERTIFICATES_MAX) {
                ByteArrayInputStream der = new ByteArrayInputStream(der(block.group(2)));
                certificates.add((X509Certificate) factory.generateCertificate(der));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in PEM");
        }
        return certificates;
    }

    /** The private key that belongs to a certificate. */
    static PrivateKey key(String text, X509Certificate certificate) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String kind = block.group(1);
            if (kind.endsWith("PRIVATE KEY")) {
                if (kind.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
                    throw new GeneralSecurityException(
                            "the key is encrypted; decrypt it with: openssl pkey -in KEY -out PLAIN");
                }
                boolean whole = kind.equals("PRIVATE KEY");
                byte[] der = der(block.group(2));
                return matching(whole ? der : wrapped(der, certificate.getPublicKey()), certificate.getPublicKey());
            }
        }
        throw new GeneralSecurityException("there is no private key in PEM");
    }

    private static byte[] der(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the PEM is damaged", e);
        }
    }

    private static PrivateKey matching(byte[] pkcs8, PublicKey publicKey) throws GeneralSecurityException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            String algorithm = signature(publicKey.getAlgorithm());
            byte[] proof = "a key signs, its certificate verifies".getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(proof);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(proof);
            if (verifier.verify(signer.sign())) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("the key is damaged, or not the certificate's", e);
        }
        throw new GeneralSecurityException("the key is not the certificate's");
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "RSA", "DSA" -> "SHA256with" + algorithm;
            case "EC" -> "SHA256withECDSA";
            default -> algorithm; // EdDSA
        };
    }

    /**
     * PKCS#8 (RFC 5208) around a key by PKCS#1 or SEC 1. Those do not say what they are a key of: it must be what the
     * public key is, because its encoding starts with that.
     */
    private static byte[] wrapped(byte[] key, PublicKey publicKey) {
        byte[] algorithm = firstInSequence(publicKey.getEncoded());
        byte[] version = {2, 1, 0};
        return element(0x30, version, algorithm, element(0x04, key));
    }

    /** The first element in a DER sequence, with its tag and length; both lengths are less than 64 KiB. */
    private static byte[] firstInSequence(byte[] der) {
        int from = headLength(der, 0);
        int to = from + headLength(der, from) + contentLength(der, from);
        return Arrays.copyOfRange(der, from, to);
    }

    private static int headLength(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return length < 0x80 ? 2 : 2 + (length & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int head = headLength(der, at);
        int length = head == 2 ? der[at + 1] : 0;
        for (int i = at + 2; i < at + head; i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() >= 0x100) {
            out.write(0x82); // the length follows in two octets
            out.write(content.size() >> 8);
        } else if (content.size() >= 0x80) {
            out.write(0x81);
        }
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** A store in memory. */
    static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
