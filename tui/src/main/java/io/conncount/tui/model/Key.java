package io.conncount.tui.model;

/**
 * A key that was typed.
 *
 * @param character the code point of a {@link Kind#CHARACTER}; else 0
 */
public record Key(Kind kind, int character) {
    /** The keys that mean something. */
    public enum Kind {
        CHARACTER,
        ENTER,
        ESCAPE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        TAB,
        BACK_TAB,
        BACKSPACE,
        DELETE,
        /** Ctrl-U: the line is emptied. */
        CLEAR_LINE,
        /** Ctrl-W: the last word goes. */
        DELETE_WORD,
        /** Alt-D: the next word goes. */
        DELETE_NEXT_WORD,
        /** Ctrl-K: what follows the cursor goes. */
        CLEAR_REST,
        /** Alt-B, or Ctrl or Alt and Left: to the beginning of a word. */
        WORD_LEFT,
        /** Alt-F, or Ctrl or Alt and Right: to the end of a word. */
        WORD_RIGHT,
        /** Ctrl-L: the screen is drawn anew. */
        REDRAW,
        /** Ctrl-Z: back to the shell for a while. */
        SUSPEND
    }

    /** A key other than a character. */
    public static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    /** A character. */
    public static Key of(int character) {
        return new Key(Kind.CHARACTER, character);
    }

    boolean is(char c) {
        return kind == Kind.CHARACTER && character == c;
    }
}
