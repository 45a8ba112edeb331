package io.conncount.view;

import io.conncount.group.GroupKey;
import java.util.Locale;

/**
 * The value of a grouping key in each row.
 *
 * @param <R> what there is a row of: a group, or several together, which have no value
 */
public abstract class KeyColumn<R> extends Column<R> {
    private static final byte[] OTHER = TextBuffer.ascii("(other)");

    private final GroupKey key;

    /** A column of this key. */
    protected KeyColumn(GroupKey key) {
        super(name(key), "");
        this.key = key;
    }

    /** A key's name in machine formats, spelled as the columns of sockets are: {@code local_port}. */
    public static String name(GroupKey key) {
        return key.name().replace('-', '_');
    }

    /** True for a row that stands for several groups. */
    protected abstract boolean isOther(R row);

    /** The value of another row, for programs or for people. */
    protected abstract String value(R row, boolean forPrograms);

    @Override
    public final String title() {
        return key.name().toUpperCase(Locale.ROOT);
    }

    @Override
    public final boolean numeric() {
        return key.numeric();
    }

    @Override
    public final boolean alignedRight() {
        return false;
    }

    @Override
    public final int widthMin() {
        return 0;
    }

    @Override
    public final void write(R row, CellWriter out) {
        if (isOther(row)) {
            out.text(OTHER);
        } else {
            out.name(value(row, out.forPrograms()));
        }
    }
}
