package io.conncount.group;

import io.conncount.expression.Comparison;
import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The network namespace, by what it is called, else by its inode number. */
record NetnsKey(SocketNames names) implements GroupKey {
    @Override
    public String name() {
        return "netns";
    }

    @Override
    public Set<Detail> details() {
        return Set.of(Detail.NAMESPACE);
    }

    @Override
    public GroupKey bind(SocketNames others, Listeners listeners) {
        return new NetnsKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.number(SocketNumber.NETNS_INODE);
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(new Expression.NumberOf(SocketNumber.NETNS_INODE)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] >= 0 || lanes[at] == SocketView.UNKNOWN;
    }

    @Override
    public String value(long[] lanes, int at) {
        return lanes[at] == SocketView.UNKNOWN ? Placeholder.NOT_REPORTED : names.netnsText(lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(
                lanes[at] == SocketView.UNKNOWN
                        ? Conditions.not(
                                new Condition.NumberIs(SocketNumber.NETNS_INODE, Comparison.GREATER_OR_EQUAL, 0))
                        : new Condition.NetnsIs(lanes[at], value(lanes, at)));
    }
}
