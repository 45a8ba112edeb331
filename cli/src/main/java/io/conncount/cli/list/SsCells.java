package io.conncount.cli.list;

import io.conncount.view.TextBuffer;

/** Where a cell of a row ends: it is filled up to a width. For one thread. */
interface SsCells {
    /** Widths that stay. */
    SsCells FIXED = new SsCells() {
        @Override
        public void beginRow() {}

        @Override
        public void left(TextBuffer out, int from, int width) {
            out.padTo(from, width);
        }

        @Override
        public void right(TextBuffer out, int from, int width) {
            out.alignRight(from, width + out.continuationBytes(from));
        }
    };

    /** A row begins. */
    void beginRow();

    /** Ends a cell that is aligned to the left, and usually this wide. */
    void left(TextBuffer out, int from, int width);

    /** Ends a cell that is aligned to the right. */
    void right(TextBuffer out, int from, int width);
}
