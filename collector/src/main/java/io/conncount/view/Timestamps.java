package io.conncount.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as machines read them. */
public final class Timestamps {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** RFC 3339, in UTC, to the millisecond: {@code 2026-11-22T22:00:00.123Z}. */
    public static String of(Instant time) {
        return FORMAT.format(time);
    }
}
