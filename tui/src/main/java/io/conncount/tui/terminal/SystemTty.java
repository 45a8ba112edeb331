package io.conncount.tui.terminal;

import io.conncount.sys.Terminal;
import io.conncount.sys.Termios;
import io.conncount.tui.model.Model.Size;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** The terminal of standard input and output. */
public final class SystemTty implements Tty {
    private static final Size SIZE_DEFAULT = new Size(80, 24);

    /** Unbuffered, because what is typed after the key that quits is for the shell. */
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Termios before;

    private SystemTty(Termios before) {
        this.before = before;
    }

    /**
     * It.
     *
     * @throws IOException if there is no terminal
     */
    public static SystemTty open() throws IOException {
        return new SystemTty(Termios.ofStandardInput());
    }

    /** True if there is a terminal. */
    public static boolean isThere() {
        return Terminal.isStandardInput() && Terminal.ofStandardOutput().isPresent();
    }

    @Override
    public Size size() {
        return Terminal.ofStandardOutput()
                .map(terminal -> new Size(terminal.columns(), terminal.rows()))
                .orElse(SIZE_DEFAULT);
    }

    @Override
    public void enterKeyMode() throws IOException {
        before.withKeysAtOnce().apply(false);
    }

    @Override
    public void leaveKeyMode(boolean dropInput) throws IOException {
        before.apply(dropInput);
    }

    @Override
    public void write(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public boolean readableWithin(int milliseconds) throws IOException {
        return Termios.inputWithin(milliseconds);
    }
}
