package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.filter.HolderCondition;
import io.conncount.filter.HolderCondition.Property;
import io.conncount.filter.Placeholder;
import io.conncount.names.NameLanes;
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
    private static final TextNumbers PATHS = new TextNumbers();

    @Override
    public String name() {
        return property.label();
    }

    @Override
    public int lanes() {
        return property == Property.PROCESS ? 2 : 1;
    }

    @Override
    public Set<Detail> details() {
        return Set.of(Detail.HOLDERS);
    }

    /** What has no holder is negative in the last lane; no name is. */
    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        int holder = socket.holder();
        if (holder < 0) {
            lanes[at] = Holders.UNHELD;
            lanes[at + lanes() - 1] = holder;
            return;
        }
        int pid = socket.holders().pid(holder);
        switch (property) {
            case PID -> lanes[at] = pid;
            case EXE -> lanes[at] = PATHS.number(socket.holders().process(pid).exe());
            case PROCESS -> {
                HoldingProcess process = socket.holders().process(pid);
                lanes[at] = process.nameHigh();
                lanes[at + 1] = process.nameLow();
            }
        }
    }

    @Override
    public Optional<Set<Expression>> looksAt() {
        return Optional.of(Set.of(new Expression.NumberOf(SocketNumber.INODE)));
    }

    @Override
    public Optional<TextNumbers> texts() {
        return property == Property.EXE ? Optional.of(PATHS) : Optional.empty();
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return true;
    }

    private int unheld(long[] lanes, int at) {
        long last = lanes[at + lanes() - 1];
        // The last byte of a name is 0.
        return last == Holders.UNHELD || last == Holders.HIDDEN ? (int) last : 0;
    }

    @Override
    public String value(long[] lanes, int at) {
        int unheld = unheld(lanes, at);
        if (unheld != 0) {
            return unheld == Holders.HIDDEN ? Placeholder.NOT_PERMITTED : Placeholder.UNOWNED;
        }
        String text = text(lanes, at);
        return text.isEmpty() ? Placeholder.NOT_REPORTED : text;
    }

    /** Empty for a process that ended before it could be looked at. */
    private String text(long[] lanes, int at) {
        return switch (property) {
            case PID -> Long.toString(lanes[at]);
            case EXE -> PATHS.text(lanes[at]);
            case PROCESS -> NameLanes.of(lanes[at], lanes[at + 1]);
        };
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        int unheld = unheld(lanes, at);
        return Optional.of(
                unheld != 0
                        ? new HolderCondition.Unheld(property, unheld == Holders.HIDDEN)
                        : new HolderCondition.HeldBy(property, true, text(lanes, at)));
    }
}
