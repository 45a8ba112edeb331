package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a command line of netstat (net-tools) says. */
final class NetstatCommandLine {
    private static final String LETTERS = "A:CFMacdeghilnNoprsStuUvVWw2fx64Z";

    /** The letter of each long name; names without one stand for themselves. */
    private static final String LONG_NAMES = """
            protocol=A: inet=4 inet6=6 version=V interfaces=i help=h route=r statistics=s masquerade=M cache=C
            groups=g tcp=t sctp=S udp=u udplite=U raw=w unix=x listening=l all=a numeric=n numeric-hosts=numeric-hosts
            numeric-ports=numeric-ports numeric-users=numeric-users timers=o program=p programs=p extend=e continuous=c
            verbose=v fib=F wide=W symbolic=N""";

    private static final Set<Protocol> INTERNET =
            Collections.unmodifiableSet(EnumSet.of(Protocol.TCP, Protocol.UDP, Protocol.UDPLITE, Protocol.RAW));

    private final Set<String> flags = new HashSet<>();
    private final Set<Protocol> tables = EnumSet.noneOf(Protocol.class);
    private final Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);

    NetstatCommandLine(List<String> words) throws UsageException {
        for (GetoptLong.Option option : new GetoptLong(LETTERS, LONG_NAMES, words).options()) {
            add(option.name(), option.value());
        }
    }

    private void add(String option, String value) throws UsageException {
        switch (option) {
            case "t" -> tables.add(Protocol.TCP);
            case "u" -> tables.add(Protocol.UDP);
            case "U" -> tables.add(Protocol.UDPLITE);
            case "w" -> tables.add(Protocol.RAW);
            case "x" -> tables.add(Protocol.UNIX);
            case "4" -> families.add(AddressFamily.IPV4);
            case "6" -> families.add(AddressFamily.IPV6);
            case "A" -> addFamilies(value);
            default -> flags.add(option);
        }
    }

    private void addFamilies(String names) throws UsageException {
        for (String name : names.split(",", -1)) {
            switch (name) {
                case "inet" -> families.add(AddressFamily.IPV4);
                case "inet6" -> families.add(AddressFamily.IPV6);
                case "unix" -> tables.add(Protocol.UNIX);
                default -> throw new UsageException("Unknown address family '" + name + "'.");
            }
        }
    }

    /** True if the option with this letter, or this long name if it has none, was given. */
    boolean has(String option) {
        return flags.contains(option);
    }

    /** True if UNIX sockets are shown. */
    boolean unix() {
        return tables.contains(Protocol.UNIX) || (tables.isEmpty() && families.isEmpty());
    }

    /** The tables of Internet sockets that are shown; none if only others are. */
    Set<Protocol> internet() {
        Set<Protocol> chosen = EnumSet.copyOf(INTERNET);
        chosen.retainAll(tables);
        boolean any = tables.isEmpty() || (chosen.isEmpty() && !families.isEmpty());
        return any ? INTERNET : chosen;
    }

    /** The families of those. */
    Set<AddressFamily> families() {
        return families.isEmpty() ? AddressFamily.IP : families;
    }

    /** The family whose counters are shown; empty if there is more than one, or one that has none. */
    Optional<AddressFamily> countedFamily() {
        if (tables.contains(Protocol.UNIX) || families.equals(AddressFamily.IP)) {
            return Optional.empty();
        }
        return Optional.of(families.contains(AddressFamily.IPV6) ? AddressFamily.IPV6 : AddressFamily.IPV4);
    }

    /** The states that are shown: without {@code -a} and {@code -l}, of sockets that are connected or have been. */
    Set<TcpState> states() {
        if (has("a")) {
            return TcpState.ALL;
        }
        Set<TcpState> unconnected = EnumSet.of(TcpState.LISTEN, TcpState.CLOSE);
        return has("l") ? unconnected : EnumSet.complementOf(EnumSet.copyOf(unconnected));
    }

    /** What the first line says of these. */
    String which() {
        return has("a") ? "(servers and established)" : has("l") ? "(only servers)" : "(w/o servers)";
    }
}
