package io.conncount.exporters.history;

import java.io.IOException;

/** A history cannot be written or read. The message says in one line what cannot, why, and what to do. */
public final class HistoryException extends IOException {
    private static final long serialVersionUID = 1;

    public HistoryException(String message) {
        super(message);
    }

    HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
