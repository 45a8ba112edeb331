package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.OwnerCondition;
import io.conncount.filter.Placeholder;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The firewall mark, in hexadecimal as in ss and nft. The kernel reports it only to CAP_NET_ADMIN. */
record MarkKey() implements GroupKey {
    private static final int ALL_BITS = -1;
    private static final long NOT_PERMITTED = 1L << Integer.SIZE;
    private static final long UNOWNED = NOT_PERMITTED + 1;
    private static final long NOT_TOLD = UNOWNED + 1;

    @Override
    public String name() {
        return "mark";
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        if (socket.mark() != SocketView.MARK_UNKNOWN) {
            lanes[at] = socket.mark();
        } else if (!socket.protocol().overIp()) {
            lanes[at] = NOT_TOLD;
        } else {
            lanes[at] = socket.owned() ? NOT_PERMITTED : UNOWNED;
        }
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(new Expression.Choice(
                Predicate.differs(SocketField.MARK, SocketView.MARK_UNKNOWN),
                Expression.of(SocketField.MARK),
                Expression.ofOwned(new Expression.Constant(NOT_PERMITTED), UNOWNED))));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], NOT_TOLD + 1);
    }

    @Override
    public String value(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Placeholder.UNOWNED;
        }
        if (lanes[at] == NOT_TOLD) {
            return Placeholder.NOT_REPORTED;
        }
        return lanes[at] == NOT_PERMITTED ? Placeholder.NOT_PERMITTED : "0x" + Long.toHexString(lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Optional.of(Conditions.all(List.of(Conditions.overIp(), new OwnerCondition.Unowned())));
        }
        return Optional.of(
                lanes[at] >= NOT_PERMITTED
                        ? new OwnerCondition.MarkUnknown(lanes[at] == NOT_TOLD)
                        : new OwnerCondition.MarkIs((int) lanes[at], ALL_BITS));
    }
}
