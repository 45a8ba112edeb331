package io.conncount.tui.terminal;

import io.conncount.tui.model.Abilities.Background;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes keys, clicks and answers of what a terminal sends. What it does not know it passes over: to the end of the sequence,
 * which is bounded. Used by one thread.
 */
public final class KeyDecoder {
    /** A terminal sends a sequence at once; after so long an escape is the key. */
    private static final int ESCAPE_ALONE_MILLISECONDS = 15;

    private static final int SEQUENCE_BYTES_MAX = 256;
    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;
    private static final int DEL = 0x7f;
    private static final int END = -1;
    private static final int MOUSE_WHEEL = 64;
    private static final int MOUSE_MOVED = 32;
    private static final int MOUSE_BUTTON = 3;
    private static final int WHEEL_ROWS = 3;
    private static final Pattern MOUSE = Pattern.compile("<(\\d{1,3});(\\d{1,5});(\\d{1,5})");

    /** Such as {@code 11;rgb:1a1a/1b1b/2626}; the first two digits are enough. */
    private static final Pattern BACKGROUND =
            Pattern.compile("11;rgba?:(\\p{XDigit}{2})\\p{XDigit}*/(\\p{XDigit}{2})\\p{XDigit}*/(\\p{XDigit}{2}).*");

    private final Tty tty;
    private int pushedBack = END;

    /** What came in. */
    public sealed interface Input {
        /** Something that the user did. */
        record Done(Event event) implements Input {}

        /** The terminal has reported its background. */
        record Told(Background background) implements Input {}

        /** The end of the input: no more keys can arrive. */
        record Ended() implements Input {}
    }

    /** A decoder of what is read from this line. */
    public KeyDecoder(Tty tty) {
        this.tty = tty;
    }

    /** True if a byte was read ahead, so that a key may follow even if nothing can be read. */
    public boolean isAhead() {
        return pushedBack != END;
    }

    /** What comes next; waits for it. */
    public Input next() throws IOException {
        while (true) {
            int b = read();
            if (b == END) {
                return new Input.Ended();
            }
            Optional<Input> input = b == ESCAPE ? escape() : plain(b);
            if (input.isPresent()) {
                return input.get();
            }
        }
    }

    private int read() throws IOException {
        int b = pushedBack == END ? tty.read() : pushedBack;
        pushedBack = END;
        return b;
    }

    private static Optional<Input> key(Key.Kind kind) {
        return Optional.of(new Input.Done(new Event.Typed(Key.of(kind))));
    }

    private Optional<Input> plain(int b) throws IOException {
        return switch (b) {
            case '\r', '\n' -> key(Key.Kind.ENTER);
            case '\t' -> key(Key.Kind.TAB);
            case '\b', DEL -> key(Key.Kind.BACKSPACE);
            case 'U' - '@' -> key(Key.Kind.CLEAR_LINE);
            case 'W' - '@' -> key(Key.Kind.DELETE_WORD);
            case 'K' - '@' -> key(Key.Kind.CLEAR_REST);
            case 'L' - '@' -> key(Key.Kind.REDRAW);
            case 'Z' - '@' -> key(Key.Kind.SUSPEND);
            case 'A' - '@' -> key(Key.Kind.HOME);
            case 'E' - '@' -> key(Key.Kind.END);
            case 'F' - '@', 'D' - '@' -> key(Key.Kind.PAGE_DOWN);
            case 'B' - '@' -> key(Key.Kind.PAGE_UP);
            case 'N' - '@' -> key(Key.Kind.DOWN);
            case 'P' - '@' -> key(Key.Kind.UP);
            default -> b < ' ' ? Optional.empty() : character(b);
        };
    }

    /** A character of UTF-8, of as many bytes as its first says; what is none is passed over. */
    private Optional<Input> character(int first) throws IOException {
        int more = first < 0x80 ? 0 : first < 0xc0 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        if (more < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[1 + more];
        bytes[0] = (byte) first;
        for (int i = 1; i <= more; i++) {
            int b = read();
            if ((b & 0xc0) != 0x80) {
                pushedBack = b;
                return Optional.empty();
            }
            bytes[i] = (byte) b;
        }
        int character = new String(bytes, StandardCharsets.UTF_8).codePointAt(0);
        return Character.isISOControl(character) || character == 0xfffd
                ? Optional.empty()
                : Optional.of(new Input.Done(new Event.Typed(Key.of(character))));
    }

    private Optional<Input> escape() throws IOException {
        if (!tty.readableWithin(ESCAPE_ALONE_MILLISECONDS)) {
            return key(Key.Kind.ESCAPE);
        }
        int b = read();
        return switch (b) {
            case '[' -> control();
            case 'O' -> cursor(read());
            case ']' -> told(string());
            case 'P', '_', '^', 'X' -> {
                string();
                yield Optional.empty();
            }
            case ESCAPE -> {
                // The key, and then another.
                pushedBack = b;
                yield key(Key.Kind.ESCAPE);
            }
            default -> withAlt(b);
        };
    }

    /** A key that was typed with Alt, which terminals send as an escape and the key; those that mean nothing are passed over. */
    private Optional<Input> withAlt(int b) throws IOException {
        return switch (b) {
            case 'b', 'B' -> key(Key.Kind.WORD_LEFT);
            case 'f', 'F' -> key(Key.Kind.WORD_RIGHT);
            case 'd', 'D' -> key(Key.Kind.DELETE_NEXT_WORD);
            case '\b', DEL -> key(Key.Kind.DELETE_WORD);
            default -> {
                if (b >= 0x80) {
                    character(b);
                }
                yield Optional.empty();
            }
        };
    }

    /** What stands between the sequence's beginning and its end: a bell, or an escape and a backslash. */
    private String string() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < SEQUENCE_BYTES_MAX) {
            int b = read();
            if (b == ESCAPE) {
                read();
            }
            if (b == BELL || b == ESCAPE || b == END) {
                return text.toString();
            }
            text.append((char) b);
        }
        return "";
    }

    private static Optional<Input> told(String answer) {
        Matcher color = BACKGROUND.matcher(answer);
        if (!color.matches()) {
            return Optional.empty();
        }
        // How bright it looks, by the weights of ITU-R BT.601.
        int light = 299 * hex(color.group(1)) + 587 * hex(color.group(2)) + 114 * hex(color.group(3));
        return Optional.of(new Input.Told(light >= 1000 * 128 ? Background.LIGHT : Background.DARK));
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    /** A control sequence (ECMA-48, 5.4): parameters, and a byte from {@code @} to {@code ~} at its end. */
    private Optional<Input> control() throws IOException {
        StringBuilder parameters = new StringBuilder();
        int b = read();
        if (b == '[') {
            // A function key of the Linux console.
            read();
            return Optional.empty();
        }
        while (b >= ' ' && b < '@' && parameters.length() < SEQUENCE_BYTES_MAX) {
            parameters.append((char) b);
            b = read();
        }
        int end = b;
        return switch (end) {
            case '~' -> numbered(parameters.toString());
            case 'M' -> mouse(parameters.toString());
            case 'Z' -> key(Key.Kind.BACK_TAB);
            default -> byWord(end, parameters.toString()).or(() -> cursor(end));
        };
    }

    /** Left and right with Ctrl or Alt, as xterm sends them: 5 or 3 after a semicolon. */
    private static Optional<Input> byWord(int end, String parameters) {
        boolean modified = parameters.endsWith(";5") || parameters.endsWith(";3");
        return switch (end) {
            case 'C' -> modified ? key(Key.Kind.WORD_RIGHT) : Optional.empty();
            case 'D' -> modified ? key(Key.Kind.WORD_LEFT) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Input> cursor(int end) {
        return switch (end) {
            case 'A' -> key(Key.Kind.UP);
            case 'B' -> key(Key.Kind.DOWN);
            case 'C' -> key(Key.Kind.RIGHT);
            case 'D' -> key(Key.Kind.LEFT);
            case 'F' -> key(Key.Kind.END);
            case 'H' -> key(Key.Kind.HOME);
            case 'M' -> key(Key.Kind.ENTER);
            default -> Optional.empty();
        };
    }

    private static Optional<Input> numbered(String parameters) {
        return switch (parameters.split(";", 2)[0]) {
            case "1", "7" -> key(Key.Kind.HOME);
            case "4", "8" -> key(Key.Kind.END);
            case "3" -> key(Key.Kind.DELETE);
            case "5" -> key(Key.Kind.PAGE_UP);
            case "6" -> key(Key.Kind.PAGE_DOWN);
            default -> Optional.empty();
        };
    }

    /** A button that was pressed, or the wheel, as xterm's mode 1006 reports it. */
    private static Optional<Input> mouse(String parameters) {
        Matcher report = MOUSE.matcher(parameters);
        if (!report.matches()) {
            return Optional.empty();
        }
        int button = Integer.parseInt(report.group(1));
        if ((button & MOUSE_WHEEL) != 0) {
            int rows = (button & 1) == 0 ? -WHEEL_ROWS : WHEEL_ROWS;
            return Optional.of(new Input.Done(new Event.Wheeled(rows)));
        }
        boolean left = (button & (MOUSE_BUTTON | MOUSE_MOVED)) == 0;
        int column = Integer.parseInt(report.group(2)) - 1;
        int row = Integer.parseInt(report.group(3)) - 1;
        return left ? Optional.of(new Input.Done(new Event.Clicked(column, row))) : Optional.empty();
    }
}
