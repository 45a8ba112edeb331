package io.conncount.testing;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes privileges from the calling thread, for ever ({@code man 2 capset}, {@code linux/capability.h}). */
public final class Capabilities {
    private static final int VERSION_3 = 0x2008_0522;
    private static final int SETS = 3;

    private Capabilities() {}

    /** From now on this thread has none, whoever it runs as. */
    public static void drop() {
        ByteBuffer header = ByteBuffer.allocateDirect(2 * Integer.BYTES).order(ByteOrder.nativeOrder());
        header.putInt(0, VERSION_3);
        ByteBuffer none = ByteBuffer.allocateDirect(2 * SETS * Integer.BYTES);
        Object[] arguments = {header, none};
        if (NativeLibrary.getProcess().getFunction("capset").invokeInt(arguments) < 0) {
            throw new IllegalStateException("capset failed with errno " + Native.getLastError());
        }
    }
}
