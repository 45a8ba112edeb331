package io.conncount.cli.list;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TimerName;
import io.conncount.view.TextBuffer;

/** The timer that runs, as {@code ss -o} writes it: {@code timer:(keepalive,59sec,0)}. */
final class TimerText {

    /** The numbers above have no name in ss. */
    private static final int NAMED_MAX = 4;

    private static final long MILLISECONDS_PER_SECOND = 1000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final int ONE_DIGIT_MAX = 9;

    private TimerText() {}

    static void write(SocketView socket, TextBuffer out) {
        if (socket.timer() == 0) {
            return;
        }
        out.label(" timer:(")
                .label(socket.timer() <= NAMED_MAX ? TimerName.of(socket.timer()) : "unknown")
                .put(',');
        duration(Math.max(0, socket.number(SocketNumber.TIMER_MS)), out);
        out.put(',')
                .decimal(Math.max(0, socket.number(SocketNumber.RETRANSMITS)))
                .put(')');
    }

    /** Minutes and seconds, seconds and milliseconds: what is too fine to matter beside the rest is left out. */
    private static void duration(long milliseconds, TextBuffer out) {
        long minutes = milliseconds / MILLISECONDS_PER_SECOND / SECONDS_PER_MINUTE;
        long seconds = milliseconds / MILLISECONDS_PER_SECOND % SECONDS_PER_MINUTE;
        long rest = milliseconds % MILLISECONDS_PER_SECOND;
        if (minutes > 0) {
            out.decimal(minutes).label("min");
        }
        boolean showSeconds = seconds > 0 && minutes <= ONE_DIGIT_MAX;
        boolean showRest = rest > 0 && minutes == 0 && (!showSeconds || seconds <= ONE_DIGIT_MAX);
        if (showSeconds) {
            out.decimal(seconds);
            if (showRest) {
                out.put('.');
            } else {
                out.label("sec");
            }
        }
        if (showRest) {
            out.decimal(rest, 3).label("ms");
        }
    }
}
