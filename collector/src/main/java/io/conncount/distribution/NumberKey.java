package io.conncount.distribution;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A number of a socket as a grouping key: the range of {@link Buckets} that it is in. So whatever counts sockets by keys, the kernel
 * included, counts what its percentiles are computed of.
 */
public record NumberKey(SocketNumber number) implements GroupKey {
    @Override
    public String name() {
        return number.label();
    }

    @Override
    public Set<Detail> details() {
        return number.detail().map(Set::of).orElse(Set.of());
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = Buckets.floor(socket.number(number));
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Buckets.floor(new Expression.NumberOf(number))));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] == Buckets.floor(lanes[at]);
    }

    /** The smallest value of the range. */
    @Override
    public String value(long[] lanes, int at) {
        return Long.toString(lanes[at]);
    }

    /** Empty: what is shown are percentiles, and not ranges. */
    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.empty();
    }
}
