package io.conncount.cli.events;

import io.conncount.socket.SocketView;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** When events were read: a column that all rows of one reading share. */
final class EventTime extends Column<SocketView> {
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
    public int widthMin() {
        return WIDTH;
    }

    @Override
    public void write(SocketView socket, CellWriter out) {
        out.text(text);
    }
}
