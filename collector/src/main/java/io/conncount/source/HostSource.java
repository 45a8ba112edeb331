package io.conncount.source;

import io.conncount.counters.FreeBsdCounters;
import io.conncount.counters.ProcNet;
import io.conncount.sys.NetlinkSocket;
import io.conncount.sys.Sysctl;
import io.conncount.sys.Sysctls;
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
        if (system.equals("FreeBSD")) {
            return freeBsd(new Sysctl());
        }
        throw new UnsupportedOperationException(
                "conncount knows how to read sockets on Linux and FreeBSD only, this is " + system);
    }

    /**
     * The host that a recording was made on.
     *
     * @param from a directory of sysctls, as {@link CapturedSysctls#open} takes it
     * @throws IOException if there is no such recording
     */
    public static Host open(String from) throws IOException {
        return freeBsd(CapturedSysctls.open(from));
    }

    /** The FreeBSD host with these values. */
    public static Host freeBsd(Sysctls sysctls) {
        return new Host(
                sysctls.text("kern.hostname"),
                new FreeBsdPcbList(sysctls),
                new FreeBsdCounters(sysctls),
                KernelVersion.parse(sysctls.text("kern.osrelease")));
    }

    private static String kernelText(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel", name)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
