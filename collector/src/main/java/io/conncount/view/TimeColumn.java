package io.conncount.view;

import static io.conncount.view.TextBuffer.ascii;

import java.time.Instant;

/** When something happened to what there is a row of: rows that follow share the time until it is set anew. For one thread. */
public final class TimeColumn<R> extends Column<R> {
    private static final int WIDTH = "2026-01-01T00:00:00.000Z".length();

    private byte[] text = {};

    /** A column named {@code time}; its help says what happened then. */
    public TimeColumn(String help) {
        super("time", help);
    }

    /** What follows happened now. */
    public void set(Instant now) {
        text = ascii(Timestamps.of(now));
    }

    @Override
    public int widthMin() {
        return WIDTH;
    }

    @Override
    public void write(R row, CellWriter out) {
        out.text(text);
    }
}
