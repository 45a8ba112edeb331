package io.conncount.snapshot;

/**
 * The order of rows. Rows that are equal in it follow each other by their keys, so that it is always the same.
 *
 * @param key the position of the key to go by, or {@link #COUNT}
 */
public record Order(int key, boolean descending) {
    /** The number of sockets, instead of a key's position. */
    public static final int COUNT = -1;

    /** The largest groups first. */
    public static final Order LARGEST_FIRST = new Order(COUNT, true);
}
