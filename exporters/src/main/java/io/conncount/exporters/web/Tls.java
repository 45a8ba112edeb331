package io.conncount.exporters.web;

import io.conncount.exporters.web.Configuration.WatchedFiles;
import io.conncount.exporters.web.Section.Setting;
import io.conncount.exporters.web.WebServer.WebConfigException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** TLS with a server's certificate, and what it asks of clients. */
record Tls(SSLContext context, SSLParameters parameters) {
    /** The TLS that {@code tls_server_config} asks for; empty if the section is. */
    static Optional<Tls> read(Section section, WatchedFiles files) throws WebConfigException {
        if (section.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Reader(section, files).read());
        } catch (GeneralSecurityException e) {
            throw section.wrong("this Java does not support it: " + e.getMessage());
        }
    }

    /** Does the handshake over a connection. Closing what it returns closes the connection. */
    Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** What is required of a client's certificate, with the names of exporter-toolkit, which are Go's. */
    enum ClientAuth {
        NoClientCert(false, false),
        RequestClientCert(false, false),
        RequireAnyClientCert(true, false),
        VerifyClientCertIfGiven(false, true),
        RequireAndVerifyClientCert(true, true);

        /** There must be one. */
        final boolean isNeeded;

        /** A certificate is optional, but a client CA must have signed it. */
        final boolean isVerified;

        ClientAuth(boolean isNeeded, boolean isVerified) {
            this.isNeeded = isNeeded;
            this.isVerified = isVerified;
        }
    }

    /** Reads {@code tls_server_config}. */
    private static final class Reader {
        private static final List<String> VERSIONS = List.of("TLS12", "TLS13");
        private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

        /** Sessions that a client may resume; Java's own limit is 20,480, for a day. */
        private static final int SESSIONS_MAX = 256;

        /** Go's names of curves, and TLS's. */
        private static final Map<String, String> CURVES = Map.of(
                "CurveP256", "secp256r1", "CurveP384", "secp384r1", "CurveP521", "secp521r1", "X25519", "x25519");

        private final Section section;
        private final WatchedFiles files;

        private Reader(Section section, WatchedFiles files) {
            this.section = section;
            this.files = files;
        }

        private Tls read() throws WebConfigException, GeneralSecurityException {
            KeyManager[] own = ownCertificate();
            Optional<Setting> authSetting = section.text("client_auth_type");
            ClientAuth auth = clientAuth(authSetting);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {clientTrust(auth, authSetting)}, null);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS_MAX);
            SSLParameters parameters = context.getDefaultSSLParameters();
            if (auth.isNeeded) {
                parameters.setNeedClientAuth(true);
            } else if (auth != ClientAuth.NoClientCert) {
                parameters.setWantClientAuth(true);
            }
            parameters.setProtocols(protocols());
            parameters.setUseCipherSuitesOrder(section.truth("prefer_server_cipher_suites", true));
            cipherSuites(context, parameters);
            curves(parameters);
            section.end();
            return new Tls(context, parameters);
        }

        /** A text in the configuration file, or in a separate file named there. */
        private Optional<Setting> inlineOrFile(String inlineKey, String fileKey) throws WebConfigException {
            Optional<Setting> inline =
                    section.text(inlineKey).filter(setting -> !setting.text().isEmpty());
            Optional<Setting> named =
                    section.text(fileKey).filter(setting -> !setting.text().isEmpty());
            if (inline.isPresent() && named.isPresent()) {
                throw inline.get().wrong("give this or " + fileKey + ", not both");
            }
            if (named.isEmpty()) {
                return inline;
            }
            Setting name = named.get();
            try {
                Path path = name.file().toAbsolutePath().resolveSibling(name.text());
                String content = new String(files.read(path), StandardCharsets.ISO_8859_1);
                return Optional.of(new Setting(name.file(), name.line(), name.key(), content));
            } catch (IOException e) {
                throw name.wrong("cannot read " + name.text() + ": " + e.getMessage());
            } catch (InvalidPathException e) {
                throw name.wrong("is not a file's name");
            }
        }

        private KeyManager[] ownCertificate() throws WebConfigException, GeneralSecurityException {
            Setting certificate = inlineOrFile("cert", "cert_file")
                    .orElseThrow(() -> section.wrong("cert_file (or cert) is missing"));
            Setting key =
                    inlineOrFile("key", "key_file").orElseThrow(() -> section.wrong("key_file (or key) is missing"));
            X509Certificate[] chain = certificates(certificate).toArray(X509Certificate[]::new);
            KeyStore store = Pem.emptyStore();
            char[] password = {};
            try {
                store.setKeyEntry("server", Pem.key(key.text(), chain[0]), password, chain);
            } catch (GeneralSecurityException e) {
                throw key.wrong(e.getMessage());
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, password);
            return factory.getKeyManagers();
        }

        private static List<X509Certificate> certificates(Setting setting) throws WebConfigException {
            try {
                return Pem.certificates(setting.text());
            } catch (GeneralSecurityException e) {
                throw setting.wrong(e.getMessage());
            }
        }

        private static ClientAuth clientAuth(Optional<Setting> setting) throws WebConfigException {
            String name = setting.map(Setting::text).orElse("");
            if (name.isEmpty()) {
                return ClientAuth.NoClientCert;
            }
            if (name.equals("RequireClientCert")) { // its former name, which exporter-toolkit still takes
                return ClientAuth.RequireAnyClientCert;
            }
            List<String> names =
                    Stream.of(ClientAuth.values()).map(ClientAuth::name).toList();
            if (!names.contains(name)) {
                throw setting.get().wrong("must be " + String.join(", ", names));
            }
            return ClientAuth.valueOf(name);
        }

        private ClientTrust clientTrust(ClientAuth auth, Optional<Setting> authSetting)
                throws WebConfigException, GeneralSecurityException {
            Optional<Setting> authority = inlineOrFile("client_ca", "client_ca_file");
            List<X509Certificate> authorities = authority.isPresent() ? certificates(authority.get()) : List.of();
            if (auth == ClientAuth.NoClientCert && authority.isPresent()) {
                throw authority
                        .get()
                        .wrong(
                                "has no effect, because clients are not asked for a certificate; set client_auth_type: RequireAndVerifyClientCert");
            }
            if (auth.isVerified && auth.isNeeded && authorities.isEmpty()) {
                throw authSetting
                        .get()
                        .wrong("client_ca_file (or client_ca) is missing; it has the CAs of client certificates");
            }
            Set<String> names = new HashSet<>();
            for (Setting name : section.texts("client_allowed_sans")) {
                if (!auth.isNeeded) {
                    throw name.wrong("needs client_auth_type: RequireAndVerifyClientCert (or RequireAnyClientCert)");
                }
                names.add(name.text());
            }
            if (!auth.isVerified) {
                return ClientTrust.inAnybody(names);
            }
            return authorities.isEmpty() ? ClientTrust.bySystem(names) : ClientTrust.by(authorities, names);
        }

        private String[] protocols() throws WebConfigException {
            Optional<Setting> least = section.text("min_version");
            Optional<Setting> most = section.text("max_version");
            int from = version(least, 0);
            int to = version(most, VERSIONS.size() - 1);
            if (from > to) {
                throw least.orElseThrow().wrong("is above max_version");
            }
            return PROTOCOLS.subList(from, to + 1).toArray(String[]::new);
        }

        private static int version(Optional<Setting> setting, int otherwise) throws WebConfigException {
            if (setting.isEmpty()) {
                return otherwise;
            }
            int version = VERSIONS.indexOf(setting.get().text());
            if (version < 0) {
                throw setting.get().wrong("must be TLS12 or TLS13; older versions are not supported");
            }
            return version;
        }

        /** As in Go the list is about TLS 1.2: the suites of 1.3 are always on. */
        private void cipherSuites(SSLContext context, SSLParameters parameters) throws WebConfigException {
            List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
            Set<String> suites = new LinkedHashSet<>();
            for (String suite : parameters.getCipherSuites()) {
                if (!suite.contains("_WITH_")) {
                    suites.add(suite);
                }
            }
            List<Setting> chosen = section.texts("cipher_suites");
            for (Setting suite : chosen) {
                if (!suite.text().startsWith("TLS_") || !supported.contains(suite.text())) {
                    throw suite.wrong("no such cipher suite: " + suite.text());
                }
                suites.add(suite.text());
            }
            if (!chosen.isEmpty()) {
                parameters.setCipherSuites(suites.toArray(String[]::new));
            }
        }

        /** Java chooses curves for one server from 20 on; before, the choice is the whole process's, made at its start. */
        private void curves(SSLParameters parameters) throws WebConfigException {
            List<String> groups = new ArrayList<>();
            for (Setting curve : section.texts("curve_preferences")) {
                if (!CURVES.containsKey(curve.text())) {
                    throw curve.wrong("no such curve: " + curve.text() + "; choose from "
                            + String.join(
                                    ", ", CURVES.keySet().stream().sorted().toList()));
                }
                groups.add(CURVES.get(curve.text()));
                try {
                    Method setNamedGroups = SSLParameters.class.getMethod("setNamedGroups", String[].class);
                    setNamedGroups.invoke(parameters, (Object) groups.toArray(String[]::new));
                } catch (ReflectiveOperationException e) {
                    throw curve.wrong("Java " + Runtime.version().feature()
                            + " cannot choose curves; remove this, or use Java 20 or later");
                }
            }
        }
    }
}
