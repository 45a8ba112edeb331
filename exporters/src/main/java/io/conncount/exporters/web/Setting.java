package io.conncount.exporters.web;

import java.nio.file.Path;

/**
 * A value in the file, and where it stands.
 *
 * @param line counted from 1
 * @param key with those above it, such as {@code tls_server_config.cert_file}; empty for the whole file
 */
record Setting(Path file, int line, String key, String text) {
    /** The error that this value is wrong; the message must not contain secrets. */
    WebConfigException wrong(String what) {
        return new WebConfigException(file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + what);
    }
}
