package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.view.TextBuffer;

/** The timer that runs, as {@code ss -o} writes it: {@code timer:(keepalive,59sec,0)}. */
final class TimerText {
    private static final byte[] TIMER = ascii(" timer:(");

    /** The names of {@link SocketView#timer}; the last is for all other values. */
    private static final byte[][] NAMES = {
        ascii("off"), ascii("on"), ascii("keepalive"), ascii("timewait"), ascii("persist"), ascii("unknown")
    };

    private static final byte[] MINUTES = ascii("min");
    private static final byte[] SECONDS = ascii("sec");
    private static final byte[] MILLISECONDS = ascii("ms");
    private static final long MILLISECONDS_PER_SECOND = 1000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final int ONE_DIGIT_MAX = 9;

    private TimerText() {}

    static void write(SocketView socket, TextBuffer out) {
        if (socket.timer() == 0) {
            return;
        }
        out.put(TIMER).put(name(socket)).put(',');
        duration(Math.max(0, socket.number(SocketNumber.TIMER_MS)), out);
        out.put(',')
                .decimal(Math.max(0, socket.number(SocketNumber.RETRANSMITS)))
                .put(')');
    }

    static byte[] name(SocketView socket) {
        return NAMES[Math.min(socket.timer(), NAMES.length - 1)];
    }

    /** Minutes and seconds, seconds and milliseconds: what is too fine to matter beside the rest is left out. */
    private static void duration(long milliseconds, TextBuffer out) {
        long minutes = milliseconds / MILLISECONDS_PER_SECOND / SECONDS_PER_MINUTE;
        long seconds = milliseconds / MILLISECONDS_PER_SECOND % SECONDS_PER_MINUTE;
        long rest = milliseconds % MILLISECONDS_PER_SECOND;
        if (minutes > 0) {
            out.decimal(minutes).put(MINUTES);
        }
        boolean showSeconds = seconds > 0 && minutes <= ONE_DIGIT_MAX;
        boolean showRest = rest > 0 && minutes == 0 && (!showSeconds || seconds <= ONE_DIGIT_MAX);
        if (showSeconds) {
            out.decimal(seconds);
            if (showRest) {
                out.put('.');
            } else {
                out.put(SECONDS);
            }
        }
        if (showRest) {
            out.decimal(rest, 3).put(MILLISECONDS);
        }
    }
}
