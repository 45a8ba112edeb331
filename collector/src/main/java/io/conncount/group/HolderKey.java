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
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The process that holds the socket: its number, the name of its command, the path of its program, or its jail. Of several processes,
 * it is the one with the lowest number.
 */
record HolderKey(Property property) implements GroupKey {
    private static final TextNumbers PATHS = new TextNumbers();

    @Override
    public String name() {
        return property.label();
    }

    @Override
    public int lanes() {
        return property == Property.PROCESS ? NameLanes.LANES : 1;
    }

    @Override
    public Set<Detail> details() {
        return property.details();
    }

    /** What has no holder is negative in the last lane; no name is. */
    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        int holder = socket.holder();
        if (holder < 0) {
            int last = at + lanes() - 1;
            Arrays.fill(lanes, at, last, Holders.UNHELD);
            lanes[last] = holder;
            return;
        }
        int pid = socket.holders().pid(holder);
        switch (property) {
            case PID -> lanes[at] = pid;
            case JAIL -> lanes[at] = socket.holders().process(pid).jail();
            case EXE -> lanes[at] = PATHS.number(socket.holders().process(pid).exe());
            case PROCESS -> {
                HoldingProcess process = socket.holders().process(pid);
                lanes[at] = process.nameHigh();
                lanes[at + 1] = process.nameMiddle();
                lanes[at + 2] = process.nameLow();
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

    /** Empty for what is not known, as of a process that ended before it could be looked at. */
    private String text(long[] lanes, int at) {
        return switch (property) {
            case PID -> Long.toString(lanes[at]);
            case EXE -> PATHS.text(lanes[at]);
            case JAIL -> lanes[at] == HoldingProcess.JAIL_UNKNOWN ? "" : Long.toString(lanes[at]);
            case PROCESS -> NameLanes.of(lanes, at);
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
