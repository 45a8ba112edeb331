package io.conncount.source;

import io.conncount.counters.ProcNet;
import io.conncount.socket.Protocol;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

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

    /**
     * Sockets of these protocols as they are destroyed on this host, from now on.
     *
     * @throws IllegalArgumentException if the kernel does not tell of one of the protocols; the message says so
     * @throws UnsupportedOperationException if this operating system does not tell at all; the message says so
     */
    public static SocketEvents openEvents(Set<Protocol> protocols) throws KernelException {
        String system = System.getProperty("os.name");
        if (system.equals("Linux")) {
            return LinuxSocketEvents.open(protocols);
        }
        throw new UnsupportedOperationException(system + " does not tell of destroyed sockets");
    }

    private static String kernelText(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel", name)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
