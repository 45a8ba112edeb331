package io.conncount.exporters.message;

import java.io.IOException;

/** The daemon understood the connection and refused to answer. The message says why, in one line. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
