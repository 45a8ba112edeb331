package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a command line of FreeBSD's sockstat says. */
final class SockstatCommandLine {
    private static final String LETTERS = "46ACcIij:LlnP:p:qSsUuvw";

    private final Set<String> flags = new HashSet<>();
    private final Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);
    private final Set<Integer> ports = new HashSet<>();

    SockstatCommandLine(List<String> words) throws UsageException {
        for (GetoptLong.Option option : new GetoptLong(LETTERS, "version=version", words).options()) {
            switch (option.name()) {
                case "P" -> addProtocols(option.value());
                case "p" -> addPorts(option.value());
                default -> flags.add(option.name());
            }
        }
    }

    private void addProtocols(String names) throws UsageException {
        for (String name : names.split("[,\\s]+")) {
            protocols.add(
                    switch (name) {
                        case "tcp" -> Protocol.TCP;
                        case "udp" -> Protocol.UDP;
                        default -> throw new UsageException("-P " + name + ": the protocols shown are tcp and udp");
                    });
        }
    }

    /** Numbers and ranges, such as {@code 22,8000-8010}. */
    private void addPorts(String list) throws UsageException {
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = ends.length == 2 ? Integer.parseInt(ends[1]) : first;
                if (ends.length > 2 || first < 0 || last > PortBox.PORT_MAX) {
                    throw new UsageException("-p " + list + ": not a list of ports");
                }
                for (int port = first; port <= last; port++) {
                    ports.add(port);
                }
            } catch (NumberFormatException e) {
                throw new UsageException("-p " + list + ": not a list of ports");
            }
        }
    }

    /** True if the option with this letter was given. */
    boolean has(String option) {
        return flags.contains(option);
    }

    /** The tables that are shown. */
    Set<Protocol> tables() {
        Set<Protocol> tables = EnumSet.noneOf(Protocol.class);
        boolean every = !has("4") && !has("6") && !has("u");
        if (every || has("4") || has("6")) {
            tables.addAll(protocols.isEmpty() ? EnumSet.of(Protocol.TCP, Protocol.UDP) : protocols);
        }
        if (has("u") || (every && protocols.isEmpty())) {
            tables.add(Protocol.UNIX);
        }
        return tables;
    }

    /** The families of those. */
    Set<AddressFamily> families() {
        Set<AddressFamily> families = EnumSet.of(AddressFamily.UNIX);
        if (has("4") || !has("6")) {
            families.add(AddressFamily.IPV4);
        }
        if (has("6") || !has("4")) {
            families.add(AddressFamily.IPV6);
        }
        return families;
    }

    /** The ports that one end must have; none if every port will do. */
    Set<Integer> ports() {
        return ports;
    }
}
