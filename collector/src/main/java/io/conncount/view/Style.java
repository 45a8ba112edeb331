package io.conncount.view;

/**
 * How a table may look.
 *
 * @param columns the width of the screen in characters
 * @param color true if escape sequences for colours are welcome
 * @param unicode true if the screen can show more than ASCII
 * @param fits true if no line may be wider than the screen
 */
public record Style(int columns, boolean color, boolean unicode, boolean fits) {
    private static final String BOLD = "\033[1m";
    private static final String CYAN = "\033[36m";
    private static final String RESET = "\033[0m";

    /** A style in which lines are as long as they are. */
    public Style(int columns, boolean color, boolean unicode) {
        this(columns, color, unicode, false);
    }

    /** The same, with lines that fit the screen. */
    public Style fitting() {
        return new Style(columns, color, unicode, true);
    }

    /** Text that stands out, such as a header. */
    public String bold(String text) {
        return color && !text.isEmpty() ? BOLD + text + RESET : text;
    }

    /** Text that is drawn, such as a bar. */
    public String cyan(String text) {
        return color && !text.isEmpty() ? CYAN + text + RESET : text;
    }
}
