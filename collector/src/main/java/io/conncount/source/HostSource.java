package io.conncount.source;

import io.conncount.counters.FreeBsdCounters;
import io.conncount.counters.ProcNet;
import io.conncount.names.HostNames;
import io.conncount.socket.Protocol;
import io.conncount.sys.KernelException;
import io.conncount.sys.KernelFile;
import io.conncount.sys.MessageChannel;
import io.conncount.sys.NetlinkSocket;
import io.conncount.sys.Sysctl;
import io.conncount.sys.Sysctls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The one place that asks which operating system this is. */
public final class HostSource {
    private static final Path NAMESPACE_OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");
    private static final String UNKNOWN = "unknown";

    private HostSource() {}

    /**
     * This host, in the network namespace of the thread that asks.
     *
     * @throws UnsupportedOperationException if its operating system is none that conncount knows; the message says so
     */
    public static Host open() {
        if (system().equals("FreeBSD")) {
            return freeBsd(new Sysctl());
        }
        requireLinux("conncount knows how to read sockets on Linux and FreeBSD only");
        return new Host(
                kernelText("hostname"),
                new LinuxSockets(new LinuxSockDiag(new SockDiagOpener()), ProcNet.OF_THIS_THREAD),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                KernelVersion.parse(kernelText("osrelease")));
    }

    /** The FreeBSD host with these values. */
    public static Host freeBsd(Sysctls sysctls) {
        return new Host(
                sysctls.text("kern.hostname"),
                new FreeBsdPcbList(sysctls),
                new FreeBsdCounters(sysctls),
                KernelVersion.parse(sysctls.text("kern.osrelease")));
    }

    /**
     * The Linux host, read from {@code /proc/net}: for where sock_diag is not allowed.
     *
     * @throws UnsupportedOperationException if its operating system has no such files; the message says so
     */
    public static Host openProcfs() {
        requireLinux("conncount reads /proc/net on Linux only");
        return new Host(
                kernelText("hostname"),
                new ProcNetDump(ProcNet.OF_THIS_THREAD),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                KernelVersion.parse(kernelText("osrelease")));
    }

    /**
     * The same host with all that a recording tells of it.
     *
     * @throws UnsupportedOperationException if its operating system has no messages to record; the message says so
     */
    public static RecordableHost recordable() {
        requireLinux("conncount records the messages of sock_diag, which is on Linux only");
        return new RecordableHost(
                kernelText("hostname"),
                kernelText("osrelease"),
                System.getProperty("os.arch"),
                namespace(),
                new SockDiagOpener(),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                new HostNames());
    }

    /** A class with a name, where a method reference would do: linking one takes 2 ms at every start. */
    private static final class SockDiagOpener implements LinuxSockDiag.Opener {
        @Override
        public MessageChannel open() throws KernelException {
            return NetlinkSocket.openSockDiag();
        }
    }

    private static String system() {
        return System.getProperty("os.name");
    }

    private static void requireLinux(String what) {
        if (!system().equals("Linux")) {
            throw new UnsupportedOperationException(what + ", this is " + system());
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(NAMESPACE_OF_THIS_THREAD).toString();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * Sockets of these protocols as they are destroyed on this host, from now on.
     *
     * @throws IllegalArgumentException if the kernel does not tell of one of the protocols; the message says so
     * @throws UnsupportedOperationException if this operating system does not tell at all; the message says so
     */
    public static SocketEvents openEvents(Set<Protocol> protocols) throws KernelException {
        if (system().equals("Linux")) {
            return LinuxSocketEvents.open(protocols);
        }
        throw new UnsupportedOperationException(system() + " does not tell of destroyed sockets");
    }

    private static String kernelText(String name) {
        try {
            return KernelFile.text(Path.of("/proc/sys/kernel", name)).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
