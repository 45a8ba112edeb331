package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each {@code client_auth_type} makes of a client without a certificate, with a good one, and with a stranger's. */
@Timeout(Waiting.SECONDS_MAX)
class ClientCertificateIT {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @TempDir
    private Path directory;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException, InterruptedException {
        certificates = new Certificates(directory);
        certificates.signed(
                "client",
                "ca",
                "DNS:client.example,email:ops@client.example,URI:spiffe://a/b,IP:10.1.2.3",
                "clientAuth");
        certificates.authority("other");
        certificates.signed("stranger", "other", "DNS:client.example", "clientAuth");
    }

    /** The statuses without a certificate, with the client's, with a stranger's, and with one that is for servers. */
    private List<Integer> statuses(String tls) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        try (Serving serving = Serving.with(certificates.tlsConfig(tls))) {
            for (String who : List.of("", "client", "stranger", "server")) {
                List<String> args =
                        new ArrayList<>(List.of("--cacert", certificates.file("ca.pem"), serving.https("/metrics")));
                if (!who.isEmpty()) {
                    args.addAll(List.of(
                            "--cert", certificates.file(who + ".pem"), "--key", certificates.file(who + ".key")));
                }
                statuses.add(Curl.of(args.toArray(String[]::new)).status());
            }
        }
        return statuses;
    }

    @Test
    void eachTypeAsksForWhatItSays() throws IOException, InterruptedException {
        String ca = "  client_ca_file: ca.pem\n";
        assertEquals(List.of(200, 200, 200, 200), statuses("  client_auth_type: NoClientCert\n"));
        assertEquals(List.of(200, 200, 200, 200), statuses("  client_auth_type: RequestClientCert\n"));
        assertEquals(List.of(0, 200, 200, 200), statuses("  client_auth_type: RequireAnyClientCert\n"));
        assertEquals(List.of(0, 200, 200, 200), statuses("  client_auth_type: RequireClientCert\n"));
        assertEquals(List.of(200, 200, 0, 0), statuses(ca + "  client_auth_type: VerifyClientCertIfGiven\n"));
        assertEquals(List.of(0, 200, 0, 0), statuses(ca + "  client_auth_type: RequireAndVerifyClientCert\n"));
    }

    @Test
    void withoutAuthoritiesThoseOfTheSystemDecide() throws Exception {
        String tls = "  client_auth_type: VerifyClientCertIfGiven\n";
        assertEquals(List.of(200, 0, 0, 0), statuses(tls), "no public authority has signed them");
        String before = System.getProperty(TRUST_STORE);
        Command.lines(
                "keytool",
                "-importcert",
                "-noprompt",
                "-storetype",
                "JKS", // whose certificates can be read without the password, as those of the system's store
                "-storepass",
                "changeit",
                "-alias",
                "ca",
                "-file",
                certificates.file("ca.pem"),
                "-keystore",
                certificates.file("system.jks"));
        System.setProperty(TRUST_STORE, certificates.file("system.jks"));
        try {
            assertEquals(List.of(200, 200, 0, 0), statuses(tls));
        } finally {
            if (before == null) {
                System.clearProperty(TRUST_STORE);
            } else {
                System.setProperty(TRUST_STORE, before);
            }
        }
    }

    @Test
    void soItIsInTls12() throws IOException, InterruptedException {
        assertEquals(
                List.of(0, 200, 0, 0),
                statuses(
                        "  client_ca_file: ca.pem\n  client_auth_type: RequireAndVerifyClientCert\n  max_version: TLS12\n"));
    }

    @Test
    void oneOfTheAllowedNamesMustBeInTheCertificate() throws IOException, InterruptedException {
        String verify = "  client_ca_file: ca.pem\n  client_auth_type: RequireAndVerifyClientCert\n";
        for (String name : List.of("client.example", "ops@client.example", "spiffe://a/b", "10.1.2.3")) {
            String sans = "  client_allowed_sans: [nobody.example, '" + name + "']\n";
            assertEquals(List.of(0, 200, 0, 0), statuses(verify + sans), name);
        }
        String nobody = "  client_allowed_sans: [nobody.example, example, CLIENT]\n";
        assertEquals(List.of(0, 0, 0, 0), statuses(verify + nobody));
        String any = "  client_auth_type: RequireAnyClientCert\n  client_allowed_sans: [client.example]\n";
        assertEquals(List.of(0, 200, 200, 0), statuses(any));
    }
}
