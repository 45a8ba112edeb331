package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a command line of FreeBSD's netstat says, as far as it is about sockets. */
final class BsdNetstatCommandLine {
    private static final String LETTERS = "46AaBbCcdF:f:ghI:iLlM:mN:nPp:Qq:RrSTsuWw:xz";

    private final Set<String> flags = new HashSet<>();
    private Optional<String> family = Optional.empty();
    private Optional<Protocol> protocol = Optional.empty();

    BsdNetstatCommandLine(List<String> words) throws UsageException {
        for (GetoptLong.Option option : new GetoptLong(LETTERS, "version=version", words).options()) {
            switch (option.name()) {
                case "f" -> family = Optional.of(family(option.value()));
                case "4" -> family = Optional.of("inet");
                case "6" -> family = Optional.of("inet6");
                case "u" -> family = Optional.of("unix");
                case "p" -> protocol = Optional.of(protocol(option.value()));
                default -> flags.add(option.name());
            }
        }
    }

    private static String family(String name) throws UsageException {
        return switch (name) {
            case "inet", "inet6", "unix" -> name;
            case "local" -> "unix";
            default -> throw new UsageException(name + ": unknown address family");
        };
    }

    private static Protocol protocol(String name) throws UsageException {
        return switch (name) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "icmp", "icmp6", "igmp", "ip", "ip6", "pim" -> Protocol.RAW;
            default -> throw new UsageException(name + ": unknown or uninstrumented protocol");
        };
    }

    /** True if the option with this letter was given. */
    boolean has(String option) {
        return flags.contains(option);
    }

    /** True if UNIX sockets are shown. */
    boolean unix() {
        return protocol.isEmpty() && (family.isEmpty() || family.get().equals("unix"));
    }

    /** The tables of Internet sockets that are shown; none if only others are. */
    Set<Protocol> internet() {
        if (family.isPresent() && family.get().equals("unix")) {
            return Set.of();
        }
        return protocol.isPresent() ? EnumSet.of(protocol.get()) : EnumSet.of(Protocol.TCP, Protocol.UDP, Protocol.RAW);
    }

    /** The families of those. */
    Set<AddressFamily> families() {
        return family.orElse("").equals("inet6") ? EnumSet.of(AddressFamily.IPV6) : AddressFamily.IP;
    }

    /** True if IPv6 addresses are among those that are shown. */
    boolean ipv6() {
        return !family.orElse("").equals("inet");
    }

    /** True for all that speak a family that was asked for: an IPv6 socket that takes IPv4 connections speaks both. */
    boolean shows(SocketView socket) {
        return ipv6() || socket.family() == AddressFamily.IPV4 || socket.number(SocketNumber.V6ONLY) == 0;
    }

    /** The states that are shown: without {@code -a}, no listeners. */
    Set<TcpState> states() {
        if (has("L")) {
            return EnumSet.of(TcpState.LISTEN);
        }
        return has("a") ? TcpState.ALL : EnumSet.complementOf(EnumSet.of(TcpState.LISTEN));
    }
}
