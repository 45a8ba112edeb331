package io.conncount.exporters.web;

import io.conncount.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates and keys, made by openssl in a directory: {@code ca.pem}, and NAME{@code .pem} with NAME{@code .key}. */
final class Certificates {
    final Path directory;

    Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        authority("ca");
        signed("server", "ca", "DNS:localhost,IP:127.0.0.1", "serverAuth");
    }

    /** Makes an authority. */
    void authority(String name) throws IOException, InterruptedException {
        Command.lines(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".pem"));
    }

    /** Makes a certificate that an authority has signed. */
    void signed(String name, String authority, String names, String usage) throws IOException, InterruptedException {
        requested(name);
        sign(name, authority, names, usage);
    }

    /** Makes a key, and a request for a certificate of it. */
    void requested(String name) throws IOException, InterruptedException {
        Command.lines(
                "openssl",
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"));
    }

    /** Signs a request that is there. */
    void sign(String name, String authority, String names, String usage) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve(name + ".ext"), "subjectAltName=" + names + "\nextendedKeyUsage=" + usage + "\n");
        Command.lines(
                "openssl",
                "x509",
                "-req",
                "-days",
                "2",
                "-in",
                file(name + ".csr"),
                "-extfile",
                file(name + ".ext"),
                "-CA",
                file(authority + ".pem"),
                "-CAkey",
                file(authority + ".key"),
                "-CAcreateserial",
                "-out",
                file(name + ".pem"));
    }

    String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Writes a configuration into the directory. */
    Path config(String text) throws IOException {
        Path path = directory.resolve("web.yml");
        return Files.writeString(path, text);
    }

    /** Serves with the certificate, and with what else is said of TLS in lines of two spaces more. */
    Path tlsConfig(String more) throws IOException {
        return config("tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n" + more);
    }
}
