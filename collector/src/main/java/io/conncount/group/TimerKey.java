package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.SocketView;

/** The timer that runs for a socket, by ss's names. */
final class TimerKey implements GroupKey {
    private static final String[] NAMES = {"off", "on", "keepalive", "timewait", "persist"};

    @Override
    public String name() {
        return "timer";
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.timer();
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isUnsignedInt(lanes[at]) && lanes[at] <= Integer.MAX_VALUE;
    }

    @Override
    public String value(long[] lanes, int at) {
        int timer = (int) lanes[at];
        return timer < NAMES.length ? NAMES[timer] : "timer-" + timer;
    }
}
