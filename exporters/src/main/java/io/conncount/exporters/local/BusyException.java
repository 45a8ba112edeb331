package io.conncount.exporters.local;

import java.io.IOException;

/** Too much is being asked at once; it is worth asking again in a moment. */
final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    BusyException(String message) {
        super(message);
    }
}
