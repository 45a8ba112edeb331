package io.conncount.source;

import io.conncount.counters.CounterSource;
import io.conncount.counters.FreeBsdCounters;
import io.conncount.counters.ProcNet;
import io.conncount.filter.FilterSplit;
import io.conncount.names.HostNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelException;
import io.conncount.sys.KernelFile;
import io.conncount.sys.MessageChannel;
import io.conncount.sys.NetlinkSocket;
import io.conncount.sys.Sysctl;
import io.conncount.sys.Sysctls;
import io.conncount.wire.linux.DiagTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The hosts that this system can ask, each with the sources that fit its operating system. */
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
        if (HostSystem.current() == HostSystem.FREEBSD) {
            return freeBsd(new Sysctl(), OptionalLong.of(ProcessHandle.current().pid()));
        }
        return linux(LinuxSockets.Way.CHEAPEST);
    }

    /**
     * The Linux host whose TCP connections are counted inside the kernel, or not at all.
     *
     * @throws UnsupportedOperationException if its operating system is another; the message says so
     */
    public static Host openBpf() {
        return linux(LinuxSockets.Way.BPF);
    }

    /**
     * The Linux host, read from sock_diag even where its kernel could count by itself.
     *
     * @throws UnsupportedOperationException if its operating system is another; the message says so
     */
    public static Host openSockDiag() {
        return linux(LinuxSockets.Way.SOCK_DIAG);
    }

    private static Host linux(LinuxSockets.Way way) {
        requireLinux(
                way == LinuxSockets.Way.CHEAPEST
                        ? "conncount can read sockets on Linux and FreeBSD only"
                        : "sock_diag and BPF are parts of Linux");
        return new Host(
                kernelText("hostname"),
                new LinuxSockets(new LinuxSockDiag(new SockDiagOpener()), ProcNet.OF_THIS_THREAD, way),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                KernelVersion.parse(kernelText("osrelease")),
                new HostNames(),
                way == LinuxSockets.Way.SOCK_DIAG
                        ? new ProcDescriptors()
                        : new LinuxDescriptors(way == LinuxSockets.Way.BPF),
                Optional.empty());
    }

    /** The FreeBSD host that once had these values. */
    public static Host freeBsd(Sysctls sysctls) {
        return freeBsd(sysctls, OptionalLong.empty());
    }

    /** @param reader the number of the process that reads the values on that host, if it does so now */
    private static Host freeBsd(Sysctls sysctls, OptionalLong reader) {
        return new Host(
                sysctls.text("kern.hostname"),
                new FreeBsdPcbList(sysctls),
                new FreeBsdCounters(sysctls),
                KernelVersion.parse(sysctls.text("kern.osrelease")),
                new HostNames(),
                new FreeBsdDescriptors(sysctls, reader),
                Optional.empty());
    }

    /**
     * The Linux host, read from {@code /proc/net}: for where sock_diag is not allowed.
     *
     * @throws UnsupportedOperationException if its operating system has no such files; the message says so
     */
    public static Host openProcfs() {
        requireLinux("conncount can read /proc/net on Linux only");
        return new Host(
                kernelText("hostname"),
                new ProcNetDump(ProcNet.OF_THIS_THREAD),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                KernelVersion.parse(kernelText("osrelease")),
                new HostNames(),
                new ProcDescriptors(),
                Optional.empty());
    }

    /**
     * The same host with everything that a recording needs.
     *
     * @throws UnsupportedOperationException if its operating system has no messages to record; the message says so
     */
    public static Recordable recordable() {
        requireLinux("conncount can record on Linux only, from sock_diag");
        return new Recordable(
                kernelText("hostname"),
                kernelText("osrelease"),
                HostSystem.architecture(),
                namespace(),
                new SockDiagOpener(),
                new ProcNet(ProcNet.OF_THIS_THREAD),
                new HostNames(),
                new LinuxDescriptors(false));
    }

    /** A class with a name, where a method reference would do: linking one takes 2 ms at every start. */
    private static final class SockDiagOpener implements LinuxSockDiag.Opener {
        @Override
        public MessageChannel open() throws KernelException {
            return NetlinkSocket.openSockDiag();
        }
    }

    private static void requireLinux(String what) {
        if (HostSystem.current() != HostSystem.LINUX) {
            throw new UnsupportedOperationException(what + ", this is " + HostSystem.currentName());
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
     * @throws IllegalArgumentException if the kernel does not report events of one of the protocols; the message says so
     * @throws UnsupportedOperationException if this operating system does not report events; the message says so
     */
    public static LinuxSocketEvents openEvents(Set<Protocol> protocols) throws KernelException {
        if (HostSystem.current() == HostSystem.LINUX) {
            return LinuxSocketEvents.open(protocols);
        }
        throw new UnsupportedOperationException(HostSystem.currentName() + " does not report destroyed sockets");
    }

    /**
     * Closes sockets of this host, in the network namespace of the thread that asks.
     *
     * @throws UnsupportedOperationException if this operating system has no such request; the message says so
     */
    public static SocketDestroyer openDestroyer() throws KernelException {
        requireLinux("conncount can close sockets on Linux only");
        return new SocketDestroyer(NetlinkSocket.openSockDiag());
    }

    private static String kernelText(String name) {
        try {
            return KernelFile.text(Path.of("/proc/sys/kernel", name)).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** The Linux kernel's sockets: from sock_diag, and from files of {@code /proc/net} those that sock_diag has no table of. */
    private static final class LinuxSockets implements SocketSource {
        /** How TCP connections may be counted. */
        private enum Way {
            CHEAPEST,
            BPF,
            SOCK_DIAG
        }

        private final LinuxSockDiag sockDiag;
        private final Path procNet;
        private final Way way;
        private TcpWalk walk;
        /** True once raw sockets were read from a file, because sock_diag does not show them. */
        private volatile boolean rawFromFile;

        /** @param procNet the directory with those files */
        LinuxSockets(LinuxSockDiag sockDiag, Path procNet, Way way) {
            this.sockDiag = sockDiag;
            this.procNet = procNet;
            this.way = way;
        }

        @Override
        public String name() {
            return sockDiag.name();
        }

        @Override
        public String name(Set<Protocol> protocols) {
            Set<Protocol> fromFiles = EnumSet.of(Protocol.PING);
            if (rawFromFile) {
                fromFiles.add(Protocol.RAW);
            }
            if (Collections.disjoint(protocols, fromFiles)) {
                return name();
            }
            String ofFiles = new ProcNetDump(procNet).name();
            return fromFiles.containsAll(protocols) ? ofFiles : name() + "+" + ofFiles;
        }

        @Override
        public synchronized Optional<TcpWalk> walk() {
            if (walk == null && way != Way.SOCK_DIAG) {
                walk = new TcpWalk(way == Way.BPF);
            }
            return Optional.ofNullable(walk);
        }

        @Override
        public FilterSplit split(DumpRequest request) {
            return sockDiag.split(request);
        }

        @Override
        public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
            if (!DiagTable.exists(request.protocol())) {
                return new ProcNetDump(procNet).dump(request, sink);
            }
            try {
                return sockDiag.dump(request, sink);
            } catch (MissingTableException e) {
                // The file is short: few programs have raw sockets.
                if (request.protocol() != Protocol.RAW || !request.details().isEmpty()) {
                    throw e;
                }
                rawFromFile = true;
                return new ProcNetDump(procNet).dump(request, sink);
            }
        }

        @Override
        public Optional<String> caveat(Protocol protocol) {
            return protocol == Protocol.RAW && rawFromFile
                    ? Optional.of(
                            "raw sockets are from /proc/net/raw, with less data, because this kernel's sock_diag does"
                                    + " not show them: modprobe raw_diag")
                    : Optional.empty();
        }
    }

    /**
     * A host whose kernel messages can be recorded unchanged.
     *
     * @param name the host's name
     * @param kernel the kernel's release, such as {@code 6.1.0-28-amd64}
     * @param arch the processor's architecture, as Java names it
     * @param namespace the network namespace, as {@code /proc} names it: {@code net:[4026531840]}
     * @param names those of its users, interfaces and cgroups
     */
    public record Recordable(
            String name,
            String kernel,
            String arch,
            String namespace,
            LinuxSockDiag.Opener sockDiag,
            CounterSource counters,
            SocketNames names,
            HolderSource holders) {}
}
