package io.conncount.counters;

import io.conncount.socket.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@link SocketCounters} from {@code sockstat}, {@code sockstat6} and {@code snmp} of a {@code /proc/net}
 * directory, and {@link Measures} from these, {@code netstat} and {@code /proc/sys}. These are totals the kernel keeps;
 * {@code /proc/net/tcp}, a walk over every socket, is never opened.
 */
public final class ProcNet implements CounterSource {
    /** The counters of the network namespace that a netlink socket opened by this thread belongs to. */
    public static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/net");

    /** Listed in {@code protocols}, but with a number that does not move. */
    private static final Set<String> UNCOUNTED = Set.of("AF_VSOCK", "NETLINK");

    /** Of its values below {@code net}, those of the namespace of the thread that reads. */
    private static final Path SYSCTLS = Path.of("/proc/sys");

    private final Path directory;
    private final Path sysctls;

    /** Reads the files of this directory, and limits from {@code /proc/sys}. */
    public ProcNet(Path directory) {
        this(directory, SYSCTLS);
    }

    /** The same with limits from another directory. */
    ProcNet(Path directory, Path sysctls) {
        this.directory = directory;
        this.sysctls = sysctls;
    }

    @Override
    public SocketCounters read() {
        NamedNumbers numbers = new NamedNumbers();
        numbers.readPairs(directory.resolve("sockstat"));
        numbers.readPairs(directory.resolve("sockstat6"));
        numbers.readTable(directory.resolve("snmp"), "Tcp");
        if (Files.notExists(directory.resolve("if_inet6"))) {
            // A kernel without IPv6 has no such sockets, and says so by leaving the files out.
            numbers.putIfMissing("TCP6.inuse", 0);
            numbers.putIfMissing("UDP6.inuse", 0);
            numbers.putIfMissing("UDPLITE6.inuse", 0);
            numbers.putIfMissing("RAW6.inuse", 0);
        }
        return new SocketCounters(
                numbers.get("TCP.inuse"),
                numbers.get("TCP6.inuse"),
                numbers.get("TCP.tw"),
                numbers.get("Tcp.CurrEstab"),
                sum(numbers.get("Tcp.ActiveOpens"), numbers.get("Tcp.PassiveOpens")),
                sum(numbers.get("UDP.inuse"), numbers.get("UDP6.inuse")),
                sum(numbers.get("UDPLITE.inuse"), numbers.get("UDPLITE6.inuse")),
                sum(numbers.get("RAW.inuse"), numbers.get("RAW6.inuse")),
                Optional.empty());
    }

    @Override
    public Measures measures() {
        return ProcMeasures.read(directory, sysctls);
    }

    @Override
    public long sockets(Protocol protocol) {
        Set<String> names = namesInProtocols(protocol);
        Map<String, Long> counts = countsInProtocols();
        // What is not among the kernel's protocols is none that sockets can be made of.
        long sockets = counts.isEmpty() ? SocketCounters.MISSING : 0;
        for (String name : names) {
            long count = counts.getOrDefault(name, 0L);
            if (count < 0 || (UNCOUNTED.contains(name) && counts.containsKey(name))) {
                return SocketCounters.MISSING;
            }
            sockets += count;
        }
        return sockets;
    }

    @Override
    public Map<String, Long> otherSockets() {
        Map<String, Long> others = new TreeMap<>(countsInProtocols());
        for (Protocol protocol : Protocol.values()) {
            others.keySet().removeAll(namesInProtocols(protocol));
        }
        others.values().removeIf(count -> count <= 0);
        return others;
    }

    /**
     * The counts of {@code /proc/net/protocols}, with lines such as {@code RAW 1152 3 …}: a name, bytes a socket, how many there
     * are. Empty if it cannot be read, and {@link SocketCounters#MISSING} where there is no number.
     */
    private Map<String, Long> countsInProtocols() {
        Map<String, Long> counts = new HashMap<>();
        for (String line : NamedNumbers.lines(directory.resolve("protocols"))) {
            String[] words = line.split(" +", 4);
            if (words.length == 4) {
                boolean isNumber = words[2].matches("\\d{1,9}");
                counts.put(words[0], isNumber ? Long.parseLong(words[2]) : SocketCounters.MISSING);
            }
        }
        return counts;
    }

    private static Set<String> namesInProtocols(Protocol protocol) {
        return switch (protocol) {
            case TCP, MPTCP, UDP, RAW, PING, SCTP -> Set.of(protocol.name(), protocol.name() + "v6");
            case UDPLITE -> Set.of("UDP-Lite", "UDPLITEv6");
            case UNIX -> Set.of("UNIX", "UNIX-STREAM");
            case PACKET, NETLINK -> Set.of(protocol.name());
            case VSOCK -> Set.of("AF_VSOCK");
        };
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? SocketCounters.MISSING : a + b;
    }
}
