package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import io.conncount.testing.NativeSockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager's socket receives. */
class ServiceManagerTest {
    private static final NativeLibrary LIBC = NativeLibrary.getProcess();

    @TempDir
    private Path directory;

    private final NativeSockets sockets = new NativeSockets();

    @AfterEach
    void close() {
        sockets.close();
    }

    private int listen(String name) {
        int socket = sockets.socket(NativeSockets.AF_UNIX, NativeSockets.DGRAM, 0);
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer address = ByteBuffer.allocateDirect(Short.BYTES + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) NativeSockets.AF_UNIX)
                .put(Short.BYTES, path);
        assertEquals(0, LIBC.getFunction("bind").invokeInt(new Object[] {socket, address, address.limit()}));
        return socket;
    }

    private static String receive(int socket) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        int bytes = LIBC.getFunction("recv")
                .invokeInt(new Object[] {socket, buffer, new NativeLong(1000), NetlinkSocket.MSG_DONTWAIT});
        byte[] text = new byte[Math.max(0, bytes)];
        buffer.get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void socketInTheFileSystemReceivesWhatIsTold() throws Exception {
        String path = directory.resolve("notify").toString();
        int socket = listen(path);
        ServiceManager.notify(path, "READY=1\nSTATUS=sampling à la carte");
        ServiceManager.notify(path, "STOPPING=1");
        assertEquals("READY=1\nSTATUS=sampling à la carte", receive(socket));
        assertEquals("STOPPING=1", receive(socket));
    }

    @Test
    void socketInNoFileSystemReceivesItToo() throws Exception {
        String name = "conncount/" + directory.getFileName();
        int socket = listen("\0" + name);
        ServiceManager.notify("@" + name, "READY=1");
        assertEquals("READY=1", receive(socket));
    }

    @Test
    void withoutAServiceManagerNothingHappens() throws Exception {
        ServiceManager.notify(null, "READY=1");
        ServiceManager.notify("", "READY=1");
    }

    @Test
    void socketThatIsNotThereIsNamed() {
        KernelException e =
                assertThrows(KernelException.class, () -> ServiceManager.notify(directory + "/nothing", "READY=1"));
        assertEquals("notify(NOTIFY_SOCKET=" + directory + "/nothing): not found (ENOENT)", e.getMessage());
        e = assertThrows(KernelException.class, () -> ServiceManager.notify("@conncount/nobody", "READY=1"));
        assertEquals(Errno.ECONNREFUSED, e.errno());
        e = assertThrows(KernelException.class, () -> ServiceManager.notify("vsock:2:1234", "READY=1"));
        assertEquals(Errno.EAFNOSUPPORT, e.errno());
        e = assertThrows(KernelException.class, () -> ServiceManager.notify("/" + "x".repeat(200), "READY=1"));
        assertEquals(Errno.EINVAL, e.errno());
    }

    @Test
    void fullSocketDoesNotHoldTheProcessUp() throws Exception {
        String path = directory.resolve("notify").toString();
        listen(path);
        KernelException e = assertThrows(KernelException.class, () -> {
            for (int i = 0; i < 100_000; i++) {
                ServiceManager.notify(path, "WATCHDOG=1");
            }
        });
        assertEquals(Errno.EAGAIN, e.errno());
    }
}
