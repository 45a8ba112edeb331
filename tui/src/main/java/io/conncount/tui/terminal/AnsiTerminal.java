package io.conncount.tui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.AbstractTerminal;
import io.conncount.tui.model.Model.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A terminal that understands ECMA-48 and xterm's modes, as all of today do: what a screen draws is gathered here and
 * written with one call a frame. A mode that a terminal does not know it ignores. Keys come from {@link KeyDecoder}.
 */
public final class AnsiTerminal extends AbstractTerminal {
    private static final int FRAME_BYTES = 64 * 1024;

    /** Other screen; no cursor; clicks and the wheel as SGR reports. */
    private static final String ENTER = "\033[?1049h\033[?25l\033[?1000h\033[?1006h\033[0m";

    /** A frame that was begun is shown, and all of {@link #ENTER} is undone. */
    private static final String LEAVE = "\033[?2026l\033[0m\033[?1006l\033[?1000l\033[?25h\033[?1049l";

    /** Between these a terminal that can shows nothing, and then all at once. */
    private static final String FRAME_BEGINS = "\033[?2026h";

    private static final String FRAME_ENDS = "\033[?2026l";

    /** What is the background's colour? */
    private static final String ASK_BACKGROUND = "\033]11;?\033\\";

    private static final String ERASE = "\033[2J";
    private static final String RESET = "\033[0m";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final int LEAVE_MILLISECONDS_MAX = 500;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long ANSWER_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private final Tty tty;
    private final boolean asks;
    private final boolean mouse;
    private final ReentrantLock writing = new ReentrantLock();
    private byte[] frame = new byte[FRAME_BYTES];
    private int length;
    private TerminalSize size;
    private volatile boolean entered;
    private volatile long askedNanos = NEVER;

    /**
     * A terminal at the other end of this line; nothing is changed before it is entered.
     *
     * @param asks true to query its background, which it then reports among the keys
     * @param mouse true to take the mouse
     */
    public AnsiTerminal(Tty tty, boolean asks, boolean mouse) {
        this.tty = tty;
        this.asks = asks;
        this.mouse = mouse;
        size = measured();
    }

    private TerminalSize measured() {
        Size now = tty.size();
        return new TerminalSize(now.columns(), now.rows());
    }

    @Override
    public void enterPrivateMode() throws IOException {
        writing.lock();
        try {
            entered = true;
            tty.enterKeyMode();
            String modes = mouse ? ENTER : ENTER.replace("\033[?1000h\033[?1006h", "");
            boolean asksNow = asks && askedNanos == NEVER;
            byte[] bytes = (asksNow ? modes + ASK_BACKGROUND : modes).getBytes(StandardCharsets.US_ASCII);
            tty.write(bytes, bytes.length);
            if (asksNow) {
                askedNanos = System.nanoTime();
            }
            length = 0;
        } finally {
            writing.unlock();
        }
    }

    /** All is as it was before, and nothing is written any more until it is entered again. Any thread may do so, at any time. */
    @Override
    public void exitPrivateMode() throws IOException {
        boolean locked = false;
        try {
            // A write may block for as long as nothing reads, and must not be waited for then.
            locked = writing.tryLock(LEAVE_MILLISECONDS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (entered) {
                entered = false;
                leave();
            }
        } finally {
            if (locked) {
                writing.unlock();
            }
        }
    }

    private void leave() throws IOException {
        try {
            byte[] bytes = LEAVE.getBytes(StandardCharsets.US_ASCII);
            tty.write(bytes, bytes.length);
        } finally {
            // A late answer to the query must not end up in the shell; anything after that is the user's typing.
            tty.leaveKeyMode(askedNanos != NEVER && System.nanoTime() - askedNanos < ANSWER_NANOS_MAX);
        }
    }

    /** Reads the current size of the terminal, and passes it to the screen. */
    public Size remeasured() {
        size = measured();
        onResized(size);
        return new Size(size.getColumns(), size.getRows());
    }

    @Override
    public TerminalSize getTerminalSize() {
        return size;
    }

    @Override
    public void flush() throws IOException {
        writing.lock();
        try {
            if (entered && length > 0) {
                put(FRAME_ENDS);
                tty.write(frame, length);
            }
        } finally {
            length = 0;
            writing.unlock();
        }
    }

    private void put(String ascii) {
        if (length == 0) {
            append(FRAME_BEGINS);
        }
        append(ascii);
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (length + bytes.length > frame.length) {
            frame = Arrays.copyOf(frame, Math.max(2 * frame.length, length + bytes.length));
        }
        System.arraycopy(bytes, 0, frame, length, bytes.length);
        length += bytes.length;
    }

    @Override
    public void clearScreen() {
        put(RESET + ERASE);
    }

    @Override
    public void setCursorPosition(int column, int row) {
        put("\033[" + (row + 1) + ';' + (column + 1) + 'H');
    }

    @Override
    public void setCursorPosition(TerminalPosition position) {
        setCursorPosition(position.getColumn(), position.getRow());
    }

    @Override
    public TerminalPosition getCursorPosition() {
        return TerminalPosition.TOP_LEFT_CORNER;
    }

    @Override
    public void setCursorVisible(boolean visible) {
        put(visible ? SHOW_CURSOR : HIDE_CURSOR);
    }

    @Override
    public void putCharacter(char c) {
        put(Character.toString(c));
    }

    @Override
    public void putString(String text) {
        put(text);
    }

    @Override
    public void enableSGR(SGR sgr) {
        put("\033[" + on(sgr) + 'm');
    }

    @Override
    public void disableSGR(SGR sgr) {
        put("\033[" + off(sgr) + 'm');
    }

    private static int on(SGR sgr) {
        return switch (sgr) {
            case BOLD -> 1;
            case ITALIC -> 3;
            case UNDERLINE -> 4;
            case BLINK -> 5;
            case REVERSE -> 7;
            case CROSSED_OUT -> 9;
            default -> 0;
        };
    }

    private static int off(SGR sgr) {
        return sgr == SGR.BOLD ? 22 : on(sgr) + 20;
    }

    @Override
    public void resetColorAndSGR() {
        put(RESET);
    }

    @Override
    public void setForegroundColor(TextColor color) {
        put("\033[" + ascii(color.getForegroundSGRSequence()) + 'm');
    }

    @Override
    public void setBackgroundColor(TextColor color) {
        put("\033[" + ascii(color.getBackgroundSGRSequence()) + 'm');
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void bell() {
        put("\007");
    }

    @Override
    public byte[] enquireTerminal(int timeout, TimeUnit unit) {
        return new byte[0];
    }

    /** No key: they are read elsewhere. */
    @Override
    public KeyStroke pollInput() {
        return null;
    }

    /** Not to be called: keys are read elsewhere. */
    @Override
    public KeyStroke readInput() {
        throw new UnsupportedOperationException("keys are read by KeyDecoder");
    }

    @Override
    public void close() throws IOException {
        exitPrivateMode();
    }
}
