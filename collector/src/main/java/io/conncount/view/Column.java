package io.conncount.view;

import io.conncount.socket.Detail;
import java.util.Locale;
import java.util.Set;

/**
 * One value of each row: of a socket, a group, a listener. What it is called, how it is laid out and how it is written is said
 * here, once for every format.
 *
 * @param <R> what there is a row of
 */
public abstract class Column<R> {
    private static final int WIDTH_MIN = 8;

    private final String name;
    private final String help;

    /** A column; its help is half a line. */
    protected Column(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /** The name on the command line and in machine formats: {@code local_port}. */
    public final String name() {
        return name;
    }

    /** What it holds, in half a line. */
    public final String help() {
        return help;
    }

    /** What stands above it for people. */
    public String title() {
        return name.toUpperCase(Locale.ROOT);
    }

    /** True if its values are numbers in JSON. */
    public boolean numeric() {
        return false;
    }

    /** True if its values end below each other. */
    public boolean alignedRight() {
        return numeric();
    }

    /** True if it only shows people what other columns say already, such as a share; machine formats leave it out. */
    public boolean derived() {
        return false;
    }

    /** How wide it is at the least where rows are written before all are known, so that most values stand below each other. */
    public int widthMin() {
        return Math.max(WIDTH_MIN, name.length());
    }

    /** The details to request. */
    public Set<Detail> details() {
        return Set.of();
    }

    /** True if the value of this row is known. */
    public boolean known(R row) {
        return true;
    }

    /** Writes the value of a row for which it is {@link #known}, and allocates nothing. */
    public abstract void write(R row, CellWriter out);
}
