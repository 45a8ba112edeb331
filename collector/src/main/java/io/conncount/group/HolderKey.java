package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.filter.HolderCondition;
import io.conncount.filter.HolderCondition.Property;
import io.conncount.filter.Placeholder;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.Optional;
import java.util.Set;

/**
 * The process that holds the socket: its number, the name of its command, or the path of its program. Of several processes, it is
 * the one with the lowest number.
 */
record HolderKey(Property property) implements GroupKey {
    private static final TextNumbers NAMES = new TextNumbers();

    @Override
    public String name() {
        return property.label();
    }

    @Override
    public Set<Detail> details() {
        return Set.of(Detail.HOLDERS);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        int holder = socket.holder();
        lanes[at] =
                holder < 0 ? holder : lane(socket.holders(), socket.holders().pid(holder));
    }

    private long lane(Holders holders, int pid) {
        if (property == Property.PID) {
            return pid;
        }
        HoldingProcess process = holders.process(pid);
        return NAMES.number(property == Property.EXE ? process.exe() : process.name());
    }

    @Override
    public Optional<Set<Expression>> looksAt() {
        return Optional.of(Set.of(new Expression.NumberOf(SocketNumber.INODE)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] >= Holders.HIDDEN;
    }

    @Override
    public String value(long[] lanes, int at) {
        if (lanes[at] == Holders.UNHELD) {
            return Placeholder.UNOWNED;
        } else if (lanes[at] == Holders.HIDDEN) {
            return Placeholder.NOT_PERMITTED;
        }
        String text = text(lanes[at]);
        return text.isEmpty() ? Placeholder.NOT_REPORTED : text;
    }

    /** Empty for a process that ended before it could be looked at. */
    private String text(long lane) {
        return property == Property.PID ? Long.toString(lane) : NAMES.text(lane);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(
                lanes[at] < 0
                        ? new HolderCondition.Unheld(property, lanes[at] == Holders.HIDDEN)
                        : new HolderCondition.HeldBy(property, true, text(lanes[at])));
    }
}
