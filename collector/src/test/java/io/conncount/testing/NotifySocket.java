package io.conncount.testing;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The socket of a service manager, as {@code sd_notify} writes to it. */
public final class NotifySocket implements AutoCloseable {
    private static final NativeLibrary LIBC = NativeLibrary.getProcess();
    private static final int MSG_DONTWAIT = 0x40;
    private static final int BYTES_MAX = 1000;

    private final NativeSockets sockets = new NativeSockets();
    private final int socket;

    /** @param name a path; or a name that is in no file system, behind a zero */
    public NotifySocket(String name) {
        socket = sockets.boundToUnix(NativeSockets.DGRAM, name);
    }

    /** The next message; empty if there is none. */
    public String receive() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_MAX);
        int bytes = LIBC.getFunction("recv")
                .invokeInt(new Object[] {socket, buffer, new NativeLong(BYTES_MAX), MSG_DONTWAIT});
        byte[] text = new byte[Math.max(0, bytes)];
        buffer.get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
