package io.conncount.sys;

import com.sun.jna.NativeLibrary;

/**
 * Prepares native calls in a separate thread: JNA's first use takes as long as reading the command line, and with
 * two processors both run in parallel ({@code docs/start-up.md}).
 */
public final class NativeCalls extends Thread {
    private NativeCalls() {
        super("jna");
        setDaemon(true);
    }

    /** Begins to load JNA. */
    public static void prepare() {
        // A separate class and not a lambda: the first lambda takes 10 ms, during which both threads would wait.
        new NativeCalls().start();
    }

    @Override
    public void run() {
        try {
            NativeLibrary.getProcess();
        } catch (LinkageError e) {
            // The first call fails in the same way, and reports it.
            return;
        }
    }
}
