package io.conncount.collect;

import io.conncount.bpf.WalkRefusedException;
import io.conncount.collect.Finding.Status;
import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.Remedy;
import io.conncount.source.SocketDestroyer;
import io.conncount.source.TcpWalk;
import io.conncount.sys.BpfObstacle;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetNamespace;
import io.conncount.sys.NetNamespaces;
import io.conncount.sys.Processes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Linux kernel allows besides its tables. */
final class LinuxCheckup {
    private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final String OWN_NAMESPACE = "/proc/thread-self/ns/net";
    private static final String NET_ADMIN = "run as root, or with CAP_NET_ADMIN";

    private LinuxCheckup() {}

    static List<Finding> of(Host host) {
        return List.of(
                bytecode(host),
                cgroups(host),
                marks(),
                btf(),
                program(host),
                processes(),
                namespaces(),
                events(),
                kill());
    }

    private static Finding bytecode(Host host) {
        DumpRequest listeners = DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.LISTEN))
                .filtered(new EndCondition.PortIn(Side.LOCAL, 1, 1));
        try {
            host.sockets().dump(listeners, socket -> {});
            return Finding.yes("filters in sock_diag", "the kernel applies them before it copies a socket");
        } catch (KernelException e) {
            return Finding.no("filters in sock_diag", e.getMessage(), Remedy.of(e));
        }
    }

    /** Of which listeners tell. */
    private static Finding cgroups(Host host) {
        long[] seen = new long[2];
        try {
            host.sockets().dump(DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.LISTEN)), socket -> {
                seen[0]++;
                seen[1] += socket.cgroupId() != 0 ? 1 : 0;
            });
        } catch (KernelException e) {
            return new Finding("cgroups", Status.UNKNOWN, e.getMessage(), Remedy.of(e));
        }
        if (seen[0] == 0) {
            return new Finding("cgroups", Status.UNKNOWN, "nobody listens here, so no socket shows its cgroup", "");
        }
        if (seen[1] == 0) {
            return Finding.no("cgroups", "the kernel reports no cgroups of sockets", "this takes Linux 5.8");
        }
        return host.cgroupsHaveNames()
                ? Finding.yes("cgroups", "sockets show their unit and container")
                : new Finding(
                        "cgroups",
                        Status.PARTLY,
                        "sockets show the numbers of their cgroups, without names",
                        "mount cgroup2 on /sys/fs/cgroup, and do not use version 1");
    }

    private static Finding marks() {
        return BpfObstacle.mayReadMarks()
                ? Finding.yes("marks", "sockets show their firewall mark")
                : Finding.no("marks", "sockets do not show their firewall mark", NET_ADMIN);
    }

    private static Finding btf() {
        return Files.isReadable(BTF)
                ? Finding.yes("btf", "the kernel describes its types")
                : Finding.no(
                        "btf",
                        BTF + " cannot be read",
                        "use a kernel with CONFIG_DEBUG_INFO_BTF, or mount /sys in the container");
    }

    /** Lets a program walk over the connections, as a count would. */
    private static Finding program(Host host) {
        String check = "counting in the kernel";
        Optional<TcpWalk> walk = host.sockets().walk();
        Optional<String> obstacle =
                walk.isPresent() ? walk.get().obstacle() : Optional.of("this source has no such way");
        if (obstacle.isPresent()) {
            String[] parts = obstacle.get().split(": ", 2);
            return Finding.no(check, parts[0], parts.length > 1 ? parts[1] : "");
        }
        Set<TcpState> connected = EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE));
        try {
            walk.get()
                    .count(
                            DumpRequest.of(Protocol.TCP, AddressFamily.IP, connected),
                            List.of(Expression.of(SocketField.STATE)),
                            List.of((lanes, sockets) -> {}));
            return Finding.yes(check, "a program in the kernel counts connections, and copies none");
        } catch (KernelException e) {
            return Finding.no(check, e.getMessage(), e.remedy());
        } catch (WalkRefusedException e) {
            return Finding.no(check, e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(check, Status.UNKNOWN, "it was interrupted", "");
        }
    }

    /** Process 1 is another's, unless it is root who asks. */
    private static Finding processes() {
        if (Processes.othersAreHidden()) {
            return Finding.no(
                    "processes", "/proc hides the processes of others", "run as root, or mount /proc without hidepid");
        }
        return new File("/proc/1/fd").canRead()
                ? Finding.yes("processes", "every process shows which sockets it holds")
                : new Finding(
                        "processes",
                        Status.PARTLY,
                        "processes of other users do not show which sockets they hold",
                        "run as root, or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
    }

    private static Finding namespaces() {
        NetNamespaces found = NetNamespaces.list();
        try {
            NetNamespace.enter(OWN_NAMESPACE).close();
            return found.fault().isEmpty()
                    ? Finding.yes("namespaces", found.namespaces().size() + " network namespaces can be entered")
                    : new Finding("namespaces", Status.PARTLY, found.fault().get(), "run as root on the host itself");
        } catch (KernelException e) {
            return Finding.no(
                    "namespaces",
                    "other network namespaces cannot be entered: " + e.getMessage(),
                    "run as root, or with CAP_SYS_ADMIN");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding("namespaces", Status.UNKNOWN, "it was interrupted", "");
        }
    }

    private static Finding events() {
        try {
            HostSource.openEvents(EnumSet.of(Protocol.TCP)).close();
            return Finding.yes("events", "the kernel reports sockets as they are destroyed");
        } catch (KernelException e) {
            return Finding.no("events", e.getMessage(), NET_ADMIN);
        }
    }

    /** Asks for a socket that there is not. */
    private static Finding kill() {
        try (SocketDestroyer destroyer = HostSource.openDestroyer()) {
            if (!destroyer.supports(Protocol.TCP)) {
                return Finding.no(
                        "kill", "the kernel cannot close sockets", "use a kernel with CONFIG_INET_DIAG_DESTROY");
            }
            return BpfObstacle.mayReadMarks()
                    ? Finding.yes("kill", "sockets can be closed")
                    : Finding.no("kill", "sockets may not be closed", NET_ADMIN);
        } catch (KernelException e) {
            return Finding.no("kill", e.getMessage(), Remedy.of(e));
        }
    }
}
