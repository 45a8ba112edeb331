package io.conncount.cli.options;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.filter.ParsedFilter;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options that say which sockets a question is about, the same for every command. */
public final class SelectionOptions {
    static final String TCP = "-t";
    static final String UDP = "-u";
    static final String UNIX = "-x";
    static final String RAW = "-w";
    static final String PACKET = "-0";
    static final String MPTCP = "-M";
    static final String SCTP = "-S";
    static final String UDPLITE = "--udplite";
    static final String VSOCK = "--vsock";
    static final String QUERY = "-A";
    static final String FAMILY = "-f";
    static final String IPV4 = "-4";
    static final String IPV6 = "-6";
    public static final String LISTENING = "-l";
    static final String ALL = "-a";
    static final String FILTER_FILE = "-F";

    private static final String QUERY_HELP =
            "Sockets of these tables: all, inet, tcp, mptcp, udp, udplite, raw, ping, sctp,"
                    + " unix, unix_stream, unix_dgram, unix_seqpacket, packet, packet_raw, packet_dgram, netlink, vsock,"
                    + " vsock_stream, vsock_dgram, vsock_seqpacket; !name excludes a table.";

    /** The values of {@code -f}. */
    public static final List<String> FAMILY_WORDS = List.of("inet", "inet6", "unix", "link", "netlink", "vsock");

    private SelectionOptions() {}

    /** Those that are about every table. */
    public static void addTo(CommandSpec spec) {
        addTables(spec);
        addStates(spec);
        addFilter(spec);
    }

    /** Those that are about tables and families. */
    public static void addTables(CommandSpec spec) {
        addTcpAndUdp(spec);
        spec.addOption(flag("UNIX sockets.", UNIX, "--unix"));
        spec.addOption(flag("Raw IP sockets.", RAW, "--raw"));
        spec.addOption(flag("Packet sockets.", PACKET, "--packet"));
        spec.addOption(flag("MPTCP sockets.", MPTCP, "--mptcp"));
        spec.addOption(flag("SCTP sockets and their associations.", SCTP, "--sctp"));
        spec.addOption(flag("UDP-Lite sockets.", UDPLITE));
        spec.addOption(flag("Sockets between virtual machines.", VSOCK));
        spec.addOption(OptionSpecs.values("QUERY[,QUERY...]", QUERY_HELP, QUERY, "--query", "--socket"));
        spec.addOption(value("FAMILY", "inet, inet6, unix, link, netlink or vsock sockets.", FAMILY, "--family"));
        addFamilies(spec);
    }

    private static void addTcpAndUdp(CommandSpec spec) {
        spec.addOption(flag("TCP sockets (the default).", TCP, "--tcp"));
        spec.addOption(flag("UDP sockets.", UDP, "--udp"));
    }

    private static void addFamilies(CommandSpec spec) {
        spec.addOption(flag("IPv4 sockets only.", IPV4, "--ipv4"));
        spec.addOption(flag("IPv6 sockets only.", IPV6, "--ipv6"));
    }

    /** The options for events, which the kernel reports only for TCP and UDP, and without a state. */
    public static void addForEvents(CommandSpec spec) {
        addTcpAndUdp(spec);
        addFamilies(spec);
        addFilter(spec);
    }

    /** The options for closing sockets, which the kernel does for TCP and UDP. */
    public static void addForKill(CommandSpec spec) {
        addTcpAndUdp(spec);
        addFamilies(spec);
        addStates(spec);
        addFilter(spec);
    }

    /** The options for views of TCP sockets. */
    public static void addForView(CommandSpec spec) {
        addFamilies(spec);
        addFilter(spec);
    }

    private static void addStates(CommandSpec spec) {
        spec.addOption(flag("Listening sockets only.", LISTENING, "--listening"));
        spec.addOption(flag("Sockets in every state.", ALL, "--all"));
    }

    private static void addFilter(CommandSpec spec) {
        spec.addOption(value(
                "FILE",
                "Read the filter, or the rest of it, from FILE (- is standard input); lines with # in front are comments.",
                FILTER_FILE,
                "--filter"));
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILTER")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("As in ss: dport = :443; see conncount help filter.")
                .build());
    }

    /** The states that are meant where neither an option nor a word says which. */
    @FunctionalInterface
    public interface UsualStates {
        /** All of them, of any table. */
        UsualStates ALL = new UsualStates() { // no lambda, which costs every count a millisecond
                    @Override
                    public Set<TcpState> of(Set<Protocol> protocols) {
                        return TcpState.ALL;
                    }
                };

        /** Those of these tables together. */
        Set<TcpState> of(Set<Protocol> protocols);
    }

    /** The selection that was made. */
    public static Selection read(ParsedArguments given, UsualStates usualStates) throws UsageException {
        return read(given, usualStates, FilterReader.read(given));
    }

    /** The same, with this filter instead of the given one. */
    public static Selection read(ParsedArguments given, UsualStates usualStates, ParsedFilter filter)
            throws UsageException {
        TableWords tables = new TableWords();
        for (Protocol protocol : Protocol.values()) {
            Optional<String> option = option(protocol);
            if (option.isPresent() && given.has(option.get())) {
                tables.add(protocol);
            }
        }
        Set<AddressFamily> families = given.either(AddressFamily.IPV4, IPV4, AddressFamily.IPV6, IPV6);
        if (given.has(FAMILY)) {
            addFamily(given.value(FAMILY).orElseThrow(), families, tables);
        }
        for (String query : given.values(QUERY)) {
            tables.addQuery(query);
        }
        return new Selection(
                tables.protocols(),
                families.isEmpty() ? AddressFamily.IP : families,
                filter.states().orElse(states(given, tables.protocols(), usualStates)),
                filter.filter(),
                tables.types());
    }

    /** True if no option says which tables are meant. */
    public static boolean anyTable(ParsedArguments given) {
        return !given.has(QUERY)
                && !given.has(FAMILY)
                && Arrays.stream(Protocol.values())
                        .map(SelectionOptions::option)
                        .flatMap(Optional::stream)
                        .noneMatch(given::has);
    }

    /** The option that asks for a protocol; netlink has none, as in ss, and ping, which ss does not know. */
    private static Optional<String> option(Protocol protocol) {
        return switch (protocol) {
            case TCP -> Optional.of(TCP);
            case MPTCP -> Optional.of(MPTCP);
            case UDP -> Optional.of(UDP);
            case UDPLITE -> Optional.of(UDPLITE);
            case RAW -> Optional.of(RAW);
            case SCTP -> Optional.of(SCTP);
            case UNIX -> Optional.of(UNIX);
            case PACKET -> Optional.of(PACKET);
            case VSOCK -> Optional.of(VSOCK);
            case NETLINK, PING -> Optional.empty();
        };
    }

    /** {@code -f}, with the names of ss: an IP family restricts the sockets like {@code -4}, the others are tables. */
    private static void addFamily(String name, Set<AddressFamily> families, TableWords tables) throws UsageException {
        switch (name) {
            case "inet" -> families.add(AddressFamily.IPV4);
            case "inet6" -> families.add(AddressFamily.IPV6);
            case "unix" -> tables.add(Protocol.UNIX);
            case "link" -> tables.add(Protocol.PACKET);
            case "netlink" -> tables.add(Protocol.NETLINK);
            case "vsock" -> tables.add(Protocol.VSOCK);
            default -> {
                TableWords.refuseNotRead("-f", name);
                throw new UsageException("unknown family '" + name + "' in -f" + Suggestion.hint(name, FAMILY_WORDS));
            }
        }
    }

    private static Set<TcpState> states(ParsedArguments given, Set<Protocol> protocols, UsualStates usualStates) {
        Optional<String> chosen = given.last(ALL, LISTENING);
        if (chosen.isEmpty()) {
            return usualStates.of(protocols);
        }
        if (chosen.get().equals(ALL)) {
            return TcpState.ALL;
        }
        // A socket that receives datagrams from any peer has no connection; TCP calls that state closed.
        return protocols.equals(EnumSet.of(Protocol.TCP))
                ? EnumSet.of(TcpState.LISTEN)
                : EnumSet.of(TcpState.LISTEN, TcpState.CLOSE);
    }
}
