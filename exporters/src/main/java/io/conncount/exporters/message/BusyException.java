package io.conncount.exporters.message;

import java.io.IOException;

/** There are too many requests at once; the caller should try again in a moment. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    public BusyException(String message) {
        super(message);
    }
}
