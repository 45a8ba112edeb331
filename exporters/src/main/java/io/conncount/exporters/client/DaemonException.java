package io.conncount.exporters.client;

import java.io.IOException;

/** The daemon gave no answer. The message says in one line what was tried, what came of it, and what to do. */
public final class DaemonException extends IOException {
    private static final long serialVersionUID = 1;

    DaemonException(String message) {
        super(message);
    }
}
