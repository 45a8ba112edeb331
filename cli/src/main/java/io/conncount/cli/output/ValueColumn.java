package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.socket.TcpState;
import io.conncount.view.KeyColumn;
import java.util.List;
import java.util.function.Function;

/**
 * The value of a grouping key in rows that have it as a text, from elsewhere than a snapshot.
 *
 * @param <R> what there is a row of; one without values stands for several groups
 */
public final class ValueColumn<R> extends KeyColumn<R> {
    private static final String STATE = "state";

    private final int at;
    private final boolean state;
    private final Function<R, List<String>> values;

    /**
     * A column of a key.
     *
     * @param at the place of its value
     * @param values those of a row, as machine formats show them
     */
    public ValueColumn(GroupKey key, int at, Function<R, List<String>> values) {
        super(key);
        this.at = at;
        this.values = values;
        state = key.name().equals(STATE);
    }

    @Override
    protected boolean isOther(R row) {
        return values.apply(row).isEmpty();
    }

    @Override
    protected String value(R row, boolean forPrograms) {
        String value = values.apply(row).get(at);
        return state && !forPrograms ? TcpState.screenNameOf(value) : value;
    }
}
