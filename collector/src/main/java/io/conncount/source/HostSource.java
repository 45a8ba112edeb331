package io.conncount.source;

import io.conncount.counters.ProcNet;
import io.conncount.sys.NetlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one place that asks which operating system this is. */
public final class HostSource {
    private HostSource() {}

    /**
     * This host, in the network namespace of the thread that asks.
     *
     * @throws UnsupportedOperationException if its operating system is none that conncount knows; the message says so
     */
    public static Host open() {
        String system = System.getProperty("os.name");
        if (system.equals("Linux")) {
            return new Host(
                    kernelText("hostname"),
                    new LinuxSockDiag(NetlinkSocket::openSockDiag),
                    new ProcNet(ProcNet.OF_THIS_THREAD),
                    KernelVersion.parse(kernelText("osrelease")));
        }
        throw new UnsupportedOperationException("conncount knows how to read sockets on Linux only, this is " + system);
    }

    private static String kernelText(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel", name)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
