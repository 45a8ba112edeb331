package io.conncount.exporters.message;

import java.io.IOException;

/** Too much is being asked at once; it is worth asking again in a moment. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    public BusyException(String message) {
        super(message);
    }
}
