package io.conncount.cli.output;

import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.view.Column;
import io.conncount.view.RowWriter.Document;
import java.util.List;
import java.util.Optional;

/**
 * An answer that consists of rows, for {@link AnswerWriter}.
 *
 * @param <R> what there is a row of
 */
public interface RowAnswer<R> {
    /** The columns that this format shows. */
    List<Column<R>> columns(Format format);

    /** The rows, in their order. */
    Iterable<R> rows();

    /** What is in none of the rows, as one; empty if that is nothing. */
    Optional<R> other();

    /** What tables call {@link #other}. */
    String otherLabel();

    /** Everything as one row, the last of a table; empty if that would mean nothing. */
    Optional<R> total();

    /** What formats that have a place for it say beside the rows. */
    Document document();

    /** The lines below a table, of which the last says how far the answer can be trusted. */
    List<String> footer();

    /** Names of the host that the rows are from. */
    default SocketNames names() {
        return KnownNames.NONE;
    }

    /** True if plain columns have a header. */
    default boolean headed() {
        return false;
    }

    /** True if answers follow each other. */
    boolean watching();
}
