package io.conncount.cli;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables that a command line chooses, by its options and by the names that ss has for them. */
final class TableWords {
    private static final Set<SocketType> EVERY_TYPE = EnumSet.allOf(SocketType.class);

    /**
     * A name for sockets of some protocols, or of one type of them.
     *
     * @param type empty for every type
     */
    private record Name(String name, Set<Protocol> protocols, Optional<SocketType> type) {}

    private final Map<Protocol, Set<SocketType>> chosen = new EnumMap<>(Protocol.class);

    /** Chooses every socket of a protocol. */
    void add(Protocol protocol) {
        chosen.put(protocol, EnumSet.copyOf(EVERY_TYPE));
    }

    /**
     * Chooses what a list of names says, one after the other. A name behind an exclamation mark takes away; from
     * everything, if nothing has been chosen before.
     */
    void addQuery(String query) throws UsageException {
        for (String word : query.split(",", -1)) {
            boolean adds = !word.startsWith("!");
            Name name = named(adds ? word : word.substring(1));
            if (!adds && chosen.isEmpty()) {
                EnumSet.allOf(Protocol.class).forEach(this::add);
            }
            for (Protocol protocol : name.protocols) {
                Set<SocketType> types = chosen.computeIfAbsent(protocol, p -> EnumSet.noneOf(SocketType.class));
                Set<SocketType> meant =
                        name.type.<Set<SocketType>>map(EnumSet::of).orElse(EVERY_TYPE);
                if (adds) {
                    types.addAll(meant);
                } else {
                    types.removeAll(meant);
                }
            }
            chosen.values().removeIf(Set::isEmpty);
        }
        if (chosen.isEmpty()) {
            throw new UsageException("-A " + query + " leaves no table");
        }
    }

    /** The protocols chosen: TCP where nothing was. */
    Set<Protocol> protocols() {
        return chosen.isEmpty() ? EnumSet.of(Protocol.TCP) : EnumSet.copyOf(chosen.keySet());
    }

    /** The types of those protocols of which not every type was chosen. */
    Map<Protocol, Set<SocketType>> types() {
        Map<Protocol, Set<SocketType>> types = new EnumMap<>(chosen);
        types.values().removeIf(EVERY_TYPE::equals);
        return types;
    }

    private static Name named(String word) throws UsageException {
        List<Name> names = names();
        for (Name name : names) {
            if (name.name.equals(word)) {
                return name;
            }
        }
        throw new UsageException("unknown table '" + word + "' in -A"
                + Nearest.hint(word, names.stream().map(Name::name).toList()));
    }

    /** A list made when it is needed, for few command lines need it. */
    private static List<Name> names() {
        List<Name> names = new ArrayList<>();
        names.add(new Name("all", EnumSet.allOf(Protocol.class), Optional.empty()));
        Set<Protocol> inet = EnumSet.allOf(Protocol.class);
        inet.removeIf(protocol -> !protocol.overIp());
        names.add(new Name("inet", inet, Optional.empty()));
        for (Protocol protocol : Protocol.values()) {
            names.add(new Name(protocol.label(), EnumSet.of(protocol), Optional.empty()));
        }
        addTyped(names, Protocol.UNIX, SocketType.STREAM, "u_str");
        addTyped(names, Protocol.UNIX, SocketType.DGRAM, "u_dgr");
        addTyped(names, Protocol.UNIX, SocketType.SEQPACKET, "u_seq");
        addTyped(names, Protocol.PACKET, SocketType.RAW, "p_raw");
        addTyped(names, Protocol.PACKET, SocketType.DGRAM, "p_dgr");
        addTyped(names, Protocol.VSOCK, SocketType.STREAM, "v_str");
        addTyped(names, Protocol.VSOCK, SocketType.DGRAM, "v_dgr");
        return names;
    }

    /** {@code unix_stream}, and what ss shows such sockets as. */
    private static void addTyped(List<Name> names, Protocol protocol, SocketType type, String shown) {
        names.add(new Name(protocol.label() + "_" + type.label(), EnumSet.of(protocol), Optional.of(type)));
        names.add(new Name(shown, EnumSet.of(protocol), Optional.of(type)));
    }
}
