package io.conncount.collect;

import io.conncount.collect.Finding.Status;
import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.Remedy;
import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelException;
import io.conncount.sys.KernelFile;
import io.conncount.sys.Privileges;
import io.conncount.sys.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a host allows, tried out: its kernel, network namespace, user and container. Nothing that it says has an address, a port or the
 * name of a host in it, so that it can go into a report of a fault.
 *
 * @param findings what was tried, in the order of the text
 * @param fault why no question about TCP sockets can be answered
 */
public record Checkup(List<Finding> findings, Optional<String> fault) {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final int MEGABYTE_SHIFT = 20;

    /** Copies what it is given. */
    public Checkup {
        findings = List.copyOf(findings);
    }

    /** Tries out all that a host allows, which takes as long as a few counts. */
    public static Checkup of(Host host) {
        List<Finding> findings = new ArrayList<>();
        findings.add(system(host));
        findings.add(Finding.yes(
                "java",
                Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + (Runtime.getRuntime().maxMemory() >> MEGABYTE_SHIFT) + " MB of heap"));
        if (HostSystem.current() == HostSystem.LINUX) {
            findings.add(user());
            findings.add(isolation());
        }
        Optional<String> fault = Optional.empty();
        for (Protocol protocol : Protocol.values()) {
            Finding table = table(host, protocol);
            findings.add(table);
            if (protocol == Protocol.TCP && table.status() == Status.NO) {
                fault = Optional.of("no TCP sockets can be read: " + table.detail());
            }
        }
        findings.add(counters(host));
        if (HostSystem.current() == HostSystem.LINUX) {
            findings.addAll(LinuxCheckup.of(host));
        }
        findings.addAll(WalkCost.of(host));
        return new Checkup(findings, fault);
    }

    private static Finding system(Host host) {
        String release;
        try {
            release = KernelFile.text(RELEASE).strip();
        } catch (IOException e) {
            release = host.kernel().toString();
        }
        return Finding.yes("system", HostSystem.currentName() + " " + release + ", " + HostSystem.architecture());
    }

    private static Finding user() {
        try {
            Privileges privileges = Privileges.ofThisThread();
            String detail = String.format(
                    Locale.ROOT,
                    "uid %d, capabilities %x, seccomp %d, no new privileges %s",
                    privileges.uid(),
                    privileges.capabilities(),
                    privileges.seccomp(),
                    privileges.noNewPrivileges() ? 1 : 0);
            List<String> missing = privileges.missing();
            return missing.isEmpty()
                    ? Finding.yes("user", detail)
                    : new Finding(
                            "user",
                            Status.PARTLY,
                            detail + ", without " + String.join(", ", missing),
                            "run as root, or with these capabilities");
        } catch (IOException e) {
            return new Finding("user", Status.UNKNOWN, "/proc does not say", "mount /proc");
        }
    }

    /** The host's own namespace is the only one that shows the limits of memory. */
    private static Finding isolation() {
        List<String> namespaces = new ArrayList<>();
        if (!Processes.areNumberedAsInKernel()) {
            namespaces.add("PID");
        }
        if (Privileges.inUserNamespace()) {
            namespaces.add("user");
        }
        if (!Files.exists(Path.of("/proc/sys/net/ipv4/tcp_mem"))) {
            namespaces.add("network");
        }
        return namespaces.isEmpty()
                ? Finding.yes("isolation", "the host's own PID, user and network namespaces")
                : new Finding(
                        "isolation",
                        Status.PARTLY,
                        "in another " + String.join(", ", namespaces) + " namespace than the host's, as in a container",
                        "for the sockets of the whole host, run on the host itself, or with its namespaces");
    }

    private static Finding table(Host host, Protocol protocol) {
        String check = "table " + protocol.label();
        try {
            host.sockets()
                    .dump(
                            DumpRequest.of(
                                            protocol,
                                            protocol.overIp() ? AddressFamily.IP : protocol.families(),
                                            host.sockets().listedStates(protocol))
                                    .atMost(1),
                            socket -> {});
            return Finding.yes(check, "read from " + host.sockets().name(Set.of(protocol)));
        } catch (KernelException e) {
            return Finding.no(check, e.getMessage(), Remedy.of(e));
        }
    }

    private static Finding counters(Host host) {
        Measures measures = host.counters().read();
        if (measures.fault().isPresent()) {
            return Finding.no("counters", measures.fault().get(), "mount /proc, or allow reading /proc/net");
        }
        return measures.tcpComplete() || measures.byState().isPresent()
                ? Finding.yes("counters", "a count by state needs no copy of most sockets")
                : new Finding(
                        "counters",
                        Status.PARTLY,
                        "without " + measures.tcpMissing(),
                        "every socket is copied instead");
    }
}
