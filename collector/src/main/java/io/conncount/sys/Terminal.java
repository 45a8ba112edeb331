package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The terminal that standard output may be.
 *
 * @param rows its height in characters
 * @param columns its width in characters
 */
public record Terminal(int rows, int columns) {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ROWS_DEFAULT = 24;
    private static final int COLUMNS_DEFAULT = 80;

    /**
     * {@code TIOCGWINSZ} of {@code asm-generic/ioctls.h}, or of FreeBSD's {@code sys/ttycom.h}: fills
     * {@code struct winsize}, rows and then columns as u16.
     */
    static final int TIOCGWINSZ = HostSystem.constant(0x5413, 0x4008_7468);

    static final int WINSIZE_BYTES = 8;

    /** True if standard input is a terminal. */
    public static boolean isStandardInput() {
        return isTerminal(STDIN);
    }

    /** True if standard error is a terminal. */
    public static boolean isStandardError() {
        return isTerminal(STDERR);
    }

    /** The terminal with its size of this moment; empty if standard output is a pipe, a file, or something else. */
    public static Optional<Terminal> ofStandardOutput() {
        if (!isTerminal(STDOUT)) {
            return Optional.empty();
        }
        ByteBuffer winsize = ByteBuffer.allocateDirect(WINSIZE_BYTES).order(ByteOrder.nativeOrder());
        Function ioctl = NativeLibrary.getProcess().getFunction("ioctl");
        ioctl.invokeInt(new Object[] {STDOUT, TIOCGWINSZ, winsize});
        // A serial console, or a terminal that does not know, answers 0 by 0.
        int rows = Short.toUnsignedInt(winsize.getShort(0));
        int columns = Short.toUnsignedInt(winsize.getShort(2));
        return Optional.of(new Terminal(rows > 0 ? rows : ROWS_DEFAULT, columns > 0 ? columns : COLUMNS_DEFAULT));
    }

    private static boolean isTerminal(int descriptor) {
        return NativeLibrary.getProcess().getFunction("isatty").invokeInt(new Object[] {descriptor}) == 1;
    }
}
