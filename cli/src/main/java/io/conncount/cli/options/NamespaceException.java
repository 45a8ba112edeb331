package io.conncount.cli.options;

import java.io.IOException;

/** A network namespace cannot be entered; the message says which, why, and what to do. */
public final class NamespaceException extends IOException {
    private static final long serialVersionUID = 1;

    NamespaceException(String message) {
        super(message);
    }
}
