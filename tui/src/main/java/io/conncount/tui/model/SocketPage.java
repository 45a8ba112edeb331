package io.conncount.tui.model;

import java.util.List;
import java.util.Optional;

/**
 * The first sockets of a listing.
 *
 * @param rows a value for each of the columns, escaped for a screen
 * @param fault why rows may be missing; empty if none are but those behind the page's end
 */
public record SocketPage(List<Column> columns, List<List<String>> rows, Optional<String> fault) {
    /**
     * A column of a listing.
     *
     * @param numeric true if its values are numbers
     */
    public record Column(String name, boolean numeric) {}

    /** Copies what it is given. */
    public SocketPage {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
