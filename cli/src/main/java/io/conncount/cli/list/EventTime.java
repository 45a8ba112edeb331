package io.conncount.cli.list;

import io.conncount.socket.SocketView;
import io.conncount.view.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** When events were read: a column that all rows of one reading share. */
final class EventTime extends Column {
    private static final int WIDTH = "2026-01-01T00:00:00.000Z".length();

    private byte[] text = {};

    EventTime() {
        super("time", "when the event was read");
    }

    /** What follows was read now. */
    void set(Instant now) {
        text = Timestamps.of(now).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    int widthMin() {
        return WIDTH;
    }

    @Override
    void put(SocketView socket, Cells cells) {
        cells.out().put(text);
    }

    @Override
    long orderLow(SocketView socket) {
        return 0;
    }
}
