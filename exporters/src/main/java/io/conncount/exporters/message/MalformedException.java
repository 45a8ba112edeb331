package io.conncount.exporters.message;

import java.io.IOException;

/** What the other side sent is not of the protocol. The message says what is wrong with it. */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }
}
