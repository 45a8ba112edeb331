package io.conncount.cli.fleet;

import java.io.IOException;

/** A Prometheus gave no answer, or not the wanted one. The message is the whole line: which, and what is wrong. */
final class PrometheusException extends IOException {
    private static final long serialVersionUID = 1;

    PrometheusException(String message, Throwable cause) {
        super(message, cause);
    }
}
