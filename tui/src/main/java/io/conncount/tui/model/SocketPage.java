package io.conncount.tui.model;

import io.conncount.view.SocketColumn;
import java.util.List;
import java.util.Optional;

/**
 * The first sockets of a listing.
 *
 * @param rows a cell for each of the columns
 * @param fault why rows may be missing; empty if only those after the end of the page are
 */
public record SocketPage(List<SocketColumn> columns, List<List<String>> rows, Optional<String> fault) {
    /** Copies what it is given. */
    public SocketPage {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
