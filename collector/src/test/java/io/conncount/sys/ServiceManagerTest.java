package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.testing.NotifySocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager's socket receives. */
class ServiceManagerTest {
    @TempDir
    private Path directory;

    @Test
    void socketInTheFileSystemReceivesWhatIsTold() throws Exception {
        String path = directory.resolve("notify").toString();
        try (NotifySocket manager = new NotifySocket(path)) {
            ServiceManager.notify(path, "READY=1\nSTATUS=sampling à la carte");
            ServiceManager.notify(path, "STOPPING=1");
            assertEquals("READY=1\nSTATUS=sampling à la carte", manager.receive());
            assertEquals("STOPPING=1", manager.receive());
        }
    }

    @Test
    void socketInNoFileSystemReceivesItToo() throws Exception {
        String name = "conncount/" + directory.getFileName();
        try (NotifySocket manager = new NotifySocket("\0" + name)) {
            ServiceManager.notify("@" + name, "READY=1");
            assertEquals("READY=1", manager.receive());
        }
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
        try (NotifySocket manager = new NotifySocket(path)) {
            KernelException e = assertThrows(KernelException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    ServiceManager.notify(path, "WATCHDOG=1");
                }
            });
            assertEquals(Errno.EAGAIN, e.errno());
            assertEquals("WATCHDOG=1", manager.receive());
        }
    }
}
