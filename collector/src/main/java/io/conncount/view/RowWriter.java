package io.conncount.view;

import java.util.function.Supplier;

/**
 * Writes rows of one format. It is used by one thread; every part of a dump has its own.
 *
 * @param <R> what there is a row of
 */
public interface RowWriter<R> {
    /** Appends what stands above the rows; nothing if there is nothing. */
    void header(TextBuffer out);

    /** Appends one row, to its end. */
    void row(R row, TextBuffer out);

    /** Appends what begins a document. */
    default void open(Document document, TextBuffer out) {}

    /** Appends what ends a document. */
    default void close(Document document, TextBuffer out) {}

    /** What formats that have a place for it say about an answer beside its rows, as members of a JSON object. */
    interface Document {
        /** The name of the member that holds the rows. */
        String rows();

        /** What was asked, of whom and when. */
        String head();

        /** How far the rows can be trusted; it is known once they have been written. */
        String rest();

        /** One whose parts are made when they are written, which they are not in every format. */
        static Document of(String rows, Supplier<String> head, Supplier<String> rest) {
            return new Document() {
                @Override
                public String rows() {
                    return rows;
                }

                @Override
                public String head() {
                    return head.get();
                }

                @Override
                public String rest() {
                    return rest.get();
                }
            };
        }
    }
}
