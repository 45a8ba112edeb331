package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The input settings of the terminal on standard input: {@code struct termios}, of Linux's C libraries or of
 * FreeBSD, where four flag words of 32 bits are followed by the control characters:
 *
 * <pre>
 *           Linux                FreeBSD
 *   0       c_iflag              c_iflag
 *   4       c_oflag              c_oflag
 *   8       c_cflag              c_cflag
 *  12       c_lflag              c_lflag
 *  16       c_line (one byte)    c_cc[20]
 *  17       c_cc[32]
 * </pre>
 */
public final class Termios {
    private static final int STDIN = 0;

    /** More than the struct has anywhere: 60 bytes on Linux, 44 on FreeBSD. */
    private static final int ROOM_BYTES = 128;

    static final int C_IFLAG = 0;
    static final int C_LFLAG = 12;
    static final int C_CC = HostSystem.constant(17, 16);
    static final int ICRNL = 0x100;
    static final int IXON = HostSystem.constant(0x400, 0x200);
    static final int ECHO = 0x8;
    static final int ICANON = HostSystem.constant(0x2, 0x100);
    static final int VQUIT = HostSystem.constant(1, 9);
    static final int VSUSP = 10;
    static final int VMIN = HostSystem.constant(6, 16);
    static final int VTIME = HostSystem.constant(5, 17);
    static final byte POSIX_VDISABLE = (byte) HostSystem.constant(0, 0xff);
    static final int TCSADRAIN = 1;
    static final int TCSAFLUSH = 2;

    /** {@code struct pollfd}: the descriptor as int, what to wait for and what happened as shorts. */
    static final int POLLFD_BYTES = 8;

    static final short POLLIN = 1;

    private static final int SIGQUIT = 3;
    private static final Pointer SIG_IGN = Pointer.createConstant(1);

    /** Like SIGTSTP, but cannot be caught. */
    static final int SIGSTOP = HostSystem.constant(19, 17);

    private static final int OWN_GROUP = 0;

    private final ByteBuffer settings;

    private Termios(ByteBuffer settings) {
        this.settings = settings;
    }

    /**
     * How it is set now.
     *
     * @throws KernelException if standard input is not a terminal (ENOTTY)
     */
    public static Termios ofStandardInput() throws KernelException {
        ByteBuffer settings = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.nativeOrder());
        if (function("tcgetattr").invokeInt(new Object[] {STDIN, settings}) != 0) {
            throw new KernelException("tcgetattr", Native.getLastError());
        }
        return new Termios(settings);
    }

    /**
     * The same, but each key arrives at once and is not shown; Ctrl-S stops nothing. Ctrl-C stays a signal, so that it works
     * whatever the program does. Ctrl-Z becomes a key: as a signal it would stop a child that is just being started, and with
     * it the thread that waits for it. So does Ctrl-\, for Java's answer to the signal would be written over the screen.
     */
    public Termios withKeysAtOnce() {
        ByteBuffer changed = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.nativeOrder());
        changed.put(0, settings, 0, ROOM_BYTES);
        changed.putInt(C_IFLAG, changed.getInt(C_IFLAG) & ~(ICRNL | IXON));
        changed.putInt(C_LFLAG, changed.getInt(C_LFLAG) & ~(ICANON | ECHO));
        changed.put(C_CC + VQUIT, POSIX_VDISABLE);
        changed.put(C_CC + VSUSP, POSIX_VDISABLE);
        changed.put(C_CC + VMIN, (byte) 1);
        changed.put(C_CC + VTIME, (byte) 0);
        return new Termios(changed);
    }

    /**
     * Sets the terminal so, once what was written before is out.
     *
     * @param dropInput true to forget what was typed and not read
     */
    public void apply(boolean dropInput) throws KernelException {
        Object[] arguments = {STDIN, dropInput ? TCSAFLUSH : TCSADRAIN, settings};
        if (function("tcsetattr").invokeInt(arguments) != 0) {
            throw new KernelException("tcsetattr", Native.getLastError());
        }
    }

    /** Waits for data on standard input; false after the timeout. */
    public static boolean inputWithin(int milliseconds) {
        ByteBuffer pollfd = ByteBuffer.allocateDirect(POLLFD_BYTES).order(ByteOrder.nativeOrder());
        pollfd.putInt(0, STDIN).putShort(4, POLLIN);
        return function("poll").invokeInt(new Object[] {pollfd, 1, milliseconds}) > 0;
    }

    /**
     * True if a shell controls this process, so that it can be stopped and continued: if the parent of its process
     * group is of the same session (POSIX calls the group orphaned else, and lets Ctrl-Z pass).
     */
    public static boolean stoppable() {
        int group = number("getpgid", 0);
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        while (parent.isPresent()) {
            int pid = (int) parent.get().pid();
            if (number("getpgid", pid) != group) {
                return number("getsid", pid) == number("getsid", 0);
            }
            parent = parent.get().parent();
        }
        return false;
    }

    private static int number(String name, int pid) {
        return function(name).invokeInt(new Object[] {pid});
    }

    /**
     * Stops this process and its group, as Ctrl-Z does, until they are continued. It may run for a moment before it
     * stops, and stops only once no thread of it waits for a child to be started.
     */
    public static void stopThisProcess() {
        function("kill").invokeInt(new Object[] {OWN_GROUP, SIGSTOP});
    }

    private static Function function(String name) {
        return NativeLibrary.getProcess().getFunction(name);
    }

    /** From now on SIGQUIT, at which Java writes a dump of its threads to standard output, does nothing. */
    public static void ignoreQuit() {
        function("signal").invokePointer(new Object[] {SIGQUIT, SIG_IGN});
    }
}
