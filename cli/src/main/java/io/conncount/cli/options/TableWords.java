package io.conncount.cli.options;

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
public final class TableWords {
    /**
     * A name for sockets of some protocols, or of one type of them.
     *
     * @param type empty for every type
     */
    private record Name(String name, Set<Protocol> protocols, Optional<SocketType> type) {}

    /** Tables that ss has and that are not read, by their names in {@code -A}, with the reason. */
    public static final Map<String, String> NOT_READ = Map.of(
            "dccp",
                    "DCCP sockets are not shown, because Linux 6.16 and later have none; on older ones ss -d shows them",
            "tipc", "TIPC sockets are not shown, because they have no IP addresses or TCP states; ss --tipc shows them",
            "xdp", "XDP sockets are not shown, because they have no connections; ss --xdp shows them");

    private final Map<Protocol, Set<SocketType>> chosen = new EnumMap<>(Protocol.class);

    /** Chooses every socket of a protocol. */
    void add(Protocol protocol) {
        chosen.put(protocol, typesOf(protocol));
    }

    /**
     * Applies a list of names in order. A name after an exclamation mark is excluded; from
     * everything, if nothing has been chosen before.
     */
    public void addQuery(String query) throws UsageException {
        for (String word : query.split(",", -1)) {
            boolean adds = !word.startsWith("!");
            Name name = named(adds ? word : word.substring(1));
            if (!adds && chosen.isEmpty()) {
                EnumSet.allOf(Protocol.class).forEach(this::add);
            }
            for (Protocol protocol : name.protocols) {
                Set<SocketType> types = chosen.computeIfAbsent(protocol, p -> EnumSet.noneOf(SocketType.class));
                Set<SocketType> meant =
                        name.type.<Set<SocketType>>map(EnumSet::of).orElse(typesOf(protocol));
                if (adds) {
                    types.addAll(meant);
                } else {
                    types.removeAll(meant);
                }
            }
            chosen.values().removeIf(Set::isEmpty);
        }
        if (chosen.isEmpty()) {
            throw new UsageException("-A " + query + " selects no table");
        }
    }

    /** The protocols chosen: TCP where nothing was. */
    public Set<Protocol> protocols() {
        return chosen.isEmpty() ? EnumSet.of(Protocol.TCP) : EnumSet.copyOf(chosen.keySet());
    }

    /** The types of those protocols of which not every type was chosen. */
    public Map<Protocol, Set<SocketType>> types() {
        if (chosen.isEmpty()) {
            return Map.of();
        }
        Map<Protocol, Set<SocketType>> types = new EnumMap<>(chosen);
        types.entrySet().removeIf(entry -> entry.getValue().equals(typesOf(entry.getKey())));
        return types;
    }

    /** The types that sockets of a protocol can be of, as far as they have names. */
    private static Set<SocketType> typesOf(Protocol protocol) {
        return switch (protocol) {
            case UNIX, VSOCK -> EnumSet.of(SocketType.STREAM, SocketType.DGRAM, SocketType.SEQPACKET);
            case PACKET -> EnumSet.of(SocketType.RAW, SocketType.DGRAM);
            default -> EnumSet.allOf(SocketType.class);
        };
    }

    /** The names that {@link #addQuery} takes, in the spelling of help. */
    public static List<String> words() {
        // Those of two parts have a short form too, such as u_str.
        return names().stream()
                .map(Name::name)
                .filter(name -> name.indexOf('_') != 1)
                .toList();
    }

    /** True for a name that {@link #addQuery} takes. */
    static boolean isName(String word) {
        return names().stream().anyMatch(name -> name.name.equals(word));
    }

    /** Refuses a name of {@link #NOT_READ} with the reason. */
    static void refuseNotRead(String option, String name) throws UsageException {
        if (NOT_READ.containsKey(name)) {
            throw new UsageException(option + " " + name + ": " + NOT_READ.get(name));
        }
    }

    private static Name named(String word) throws UsageException {
        List<Name> names = names();
        for (Name name : names) {
            if (name.name.equals(word)) {
                return name;
            }
        }
        refuseNotRead("-A", word);
        throw new UsageException("unknown table '" + word + "' in -A"
                + Suggestion.hint(word, names.stream().map(Name::name).toList(), "see -A in conncount --help all"));
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
        for (Protocol protocol : List.of(Protocol.UNIX, Protocol.PACKET, Protocol.VSOCK)) {
            for (SocketType type : typesOf(protocol)) {
                // In full, and as ss shows such sockets: unix_stream, u_str.
                String shown = protocol.label().charAt(0) + "_" + type.label().substring(0, 3);
                for (String name : List.of(protocol.label() + "_" + type.label(), shown)) {
                    names.add(new Name(name, EnumSet.of(protocol), Optional.of(type)));
                }
            }
        }
        return names;
    }
}
