package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.OwnerCondition;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The owner of the socket, by name if known, else by number. */
record UserKey(SocketNames names) implements GroupKey {
    private static final long UNOWNED = 1L << Integer.SIZE;

    @Override
    public String name() {
        return "user";
    }

    @Override
    public GroupKey bind(SocketNames others, Listeners listeners) {
        return new UserKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.owned() ? Integer.toUnsignedLong(socket.uid()) : UNOWNED;
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.ofOwned(Expression.of(SocketField.UID), UNOWNED)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], UNOWNED + 1);
    }

    @Override
    public String value(long[] lanes, int at) {
        return lanes[at] == UNOWNED ? Placeholder.UNOWNED : names.userText(lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(
                lanes[at] == UNOWNED
                        ? new OwnerCondition.Unowned()
                        : new OwnerCondition.UserIs(true, lanes[at], value(lanes, at)));
    }
}
