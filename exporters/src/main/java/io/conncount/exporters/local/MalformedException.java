package io.conncount.exporters.local;

import java.io.IOException;

/** What the other side sent is not of the protocol. The message says what is wrong with it. */
final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
