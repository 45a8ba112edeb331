package io.conncount.cli.list;

import io.conncount.view.TextBuffer;

/** Where a cell of a row ends: it is filled up to a fixed width, or marked for {@link AlignedOutput}. */
enum SsCells {
    FIXED {
        @Override
        void left(TextBuffer out, int from, int width) {
            out.padTo(from, width);
        }

        @Override
        void right(TextBuffer out, int from, int width) {
            out.alignRight(from, width + out.continuationBytes(from));
        }
    },
    MARKED {
        @Override
        void left(TextBuffer out, int from, int width) {
            out.put(AlignedOutput.LEFT);
        }

        @Override
        void right(TextBuffer out, int from, int width) {
            out.put(AlignedOutput.RIGHT);
        }
    };

    /** Ends a cell that is aligned to the left. */
    abstract void left(TextBuffer out, int from, int width);

    /** Ends a cell that is aligned to the right. */
    abstract void right(TextBuffer out, int from, int width);
}
