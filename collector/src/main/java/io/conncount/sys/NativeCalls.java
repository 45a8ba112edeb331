package io.conncount.sys;

import com.sun.jna.NativeLibrary;

/** Gets native calls ready. */
public final class NativeCalls {
    private NativeCalls() {}

    /**
     * Begins to load JNA in a thread of its own: its first use takes as long as reading the command line, and where there
     * are two processors the two go side by side ({@code docs/start-up.md}).
     */
    public static void prepare() {
        Thread thread = new Thread(NativeCalls::load, "jna");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            NativeLibrary.getProcess();
        } catch (LinkageError e) {
            // Whoever makes the first call meets it again, and reports it.
            return;
        }
    }
}
