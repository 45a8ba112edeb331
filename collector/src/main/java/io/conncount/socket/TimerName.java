package io.conncount.socket;

import java.util.Optional;

/** The names of timers, as ss has them for the numbers of {@code idiag_timer} ({@code linux/inet_diag.h}). */
public final class TimerName {
    private static final String[] NAMES = {"off", "on", "keepalive", "timewait", "persist"};
    private static final String OTHER = "timer-";

    private TimerName() {}

    /** The name of a timer; {@code timer-N} for one that has none. */
    public static String of(int timer) {
        return timer >= 0 && timer < NAMES.length ? NAMES[timer] : OTHER + timer;
    }

    /** The timer of this name. */
    public static Optional<Integer> number(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return Optional.of(i);
            }
        }
        return name.matches(OTHER + "\\d{1,9}")
                ? Optional.of(Integer.parseInt(name.substring(OTHER.length())))
                : Optional.empty();
    }
}
