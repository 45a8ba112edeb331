package io.conncount.sys;

import com.sun.jna.NativeLibrary;

/**
 * Gets native calls ready, in a thread of its own: JNA's first use takes as long as reading the command line, and where
 * there are two processors the two go side by side ({@code docs/start-up.md}).
 */
public final class NativeCalls extends Thread {
    private NativeCalls() {
        super("jna");
        setDaemon(true);
    }

    /** Begins to load JNA. */
    public static void prepare() {
        // A class of its own, no lambda: the first lambda takes 10 ms, in which neither side would get on.
        new NativeCalls().start();
    }

    @Override
    public void run() {
        try {
            NativeLibrary.getProcess();
        } catch (LinkageError e) {
            // Whoever makes the first call meets it again, and reports it.
            return;
        }
    }
}
