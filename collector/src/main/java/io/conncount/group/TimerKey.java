package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.socket.SocketView;
import io.conncount.socket.TimerName;
import java.util.List;
import java.util.Optional;

/** The timer that runs for a socket, by ss's names. */
record TimerKey() implements GroupKey {
    @Override
    public String name() {
        return "timer";
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.timer();
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.of(SocketField.TIMER)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isUnsignedInt(lanes[at]) && lanes[at] <= Integer.MAX_VALUE;
    }

    @Override
    public String value(long[] lanes, int at) {
        return TimerName.of((int) lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.TimerIs((int) lanes[at]));
    }
}
