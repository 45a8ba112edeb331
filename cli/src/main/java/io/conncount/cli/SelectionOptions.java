package io.conncount.cli;

import static io.conncount.cli.OptionSpecs.flag;
import static io.conncount.cli.OptionSpecs.value;

import io.conncount.filter.ParsedFilter;
import io.conncount.plan.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options that say which sockets a question is about, the same for every command. */
final class SelectionOptions {
    static final String TCP = "-t";
    static final String UDP = "-u";
    static final String IPV4 = "-4";
    static final String IPV6 = "-6";
    static final String LISTENING = "-l";
    static final String ALL = "-a";
    static final String FILTER_FILE = "-F";

    private SelectionOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(flag("TCP sockets (the default).", TCP, "--tcp"));
        spec.addOption(flag("UDP sockets.", UDP, "--udp"));
        spec.addOption(flag("IPv4 sockets only.", IPV4, "--ipv4"));
        spec.addOption(flag("IPv6 sockets only.", IPV6, "--ipv6"));
        spec.addOption(flag("Listening sockets only.", LISTENING, "--listening"));
        spec.addOption(flag("Sockets in every state.", ALL, "--all"));
        spec.addOption(value(
                "FILE", "Read the filter, or the end of it, from FILE; - is standard input.", FILTER_FILE, "--filter"));
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILTER")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("Which sockets, in the language of ss and more: state time-wait, dport = :443,"
                        + " dst 10.0.0.0/8, user www-data, rtt > 100, with and, or, not, and parentheses.")
                .build());
    }

    /**
     * The selection that was made.
     *
     * @param usualStates those that are meant where neither an option nor a word says which
     */
    static Selection read(Given given, Set<TcpState> usualStates) throws UsageException {
        ParsedFilter filter = FilterReader.read(given);
        Set<Protocol> protocols = given.either(Protocol.TCP, TCP, Protocol.UDP, UDP);
        if (protocols.isEmpty()) {
            protocols.add(Protocol.TCP);
        }
        Set<AddressFamily> families = given.either(AddressFamily.IPV4, IPV4, AddressFamily.IPV6, IPV6);
        return new Selection(
                protocols,
                families.isEmpty() ? AddressFamily.IP : families,
                filter.states().orElse(states(given, protocols, usualStates)),
                filter.filter());
    }

    private static Set<TcpState> states(Given given, Set<Protocol> protocols, Set<TcpState> usualStates) {
        if (given.has(ALL)) {
            return TcpState.ALL;
        }
        if (!given.has(LISTENING)) {
            return usualStates;
        }
        // A UDP socket that waits for datagrams from anybody is in no connection: closed, in TCP's terms.
        return protocols.contains(Protocol.UDP)
                ? EnumSet.of(TcpState.LISTEN, TcpState.CLOSE)
                : EnumSet.of(TcpState.LISTEN);
    }
}
