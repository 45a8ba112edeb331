package io.conncount.cli.history;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, where they are. */
final class LocalTimes {
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private LocalTimes() {}

    /** {@code 2026-11-22 03:00:00 +01:00}. */
    static String of(Instant time) {
        return WITH_OFFSET.format(time);
    }

    /** The same without its offset, where many stand below each other. */
    static String shortened(Instant time) {
        return SHORT.format(time);
    }
}
