package io.conncount.counters;

import io.conncount.socket.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@link SocketCounters} from {@code sockstat}, {@code sockstat6} and {@code snmp} of a {@code /proc/net}
 * directory. These are totals the kernel keeps; {@code /proc/net/tcp}, a walk over every socket, is never opened.
 */
public final class ProcNet implements CounterSource {
    /** The counters of the network namespace that a netlink socket opened by this thread belongs to. */
    public static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/net");

    /** Listed in {@code protocols}, but with a number that does not move. */
    private static final Set<String> UNCOUNTED = Set.of("AF_VSOCK", "NETLINK");

    private final Path directory;

    /** Reads the files of this directory. */
    public ProcNet(Path directory) {
        this.directory = directory;
    }

    @Override
    public SocketCounters read() {
        Map<String, Long> numbers = new HashMap<>();
        readSockStat("sockstat", numbers);
        readSockStat("sockstat6", numbers);
        readSnmp(numbers);
        if (Files.notExists(directory.resolve("if_inet6"))) {
            // A kernel without IPv6 has no such sockets, and says so by leaving the files out.
            numbers.putIfAbsent("TCP6.inuse", 0L);
            numbers.putIfAbsent("UDP6.inuse", 0L);
            numbers.putIfAbsent("UDPLITE6.inuse", 0L);
            numbers.putIfAbsent("RAW6.inuse", 0L);
        }
        return new SocketCounters(
                number(numbers, "TCP.inuse"),
                number(numbers, "TCP6.inuse"),
                number(numbers, "TCP.tw"),
                number(numbers, "Tcp.CurrEstab"),
                sum(number(numbers, "Tcp.ActiveOpens"), number(numbers, "Tcp.PassiveOpens")),
                sum(number(numbers, "UDP.inuse"), number(numbers, "UDP6.inuse")),
                sum(number(numbers, "UDPLITE.inuse"), number(numbers, "UDPLITE6.inuse")),
                sum(number(numbers, "RAW.inuse"), number(numbers, "RAW6.inuse")),
                Optional.empty());
    }

    /** From {@code /proc/net/protocols}, with lines such as {@code RAW 1152 3 …}: a name, bytes a socket, how many there are. */
    @Override
    public long sockets(Protocol protocol) {
        Set<String> names = namesInProtocols(protocol);
        long sockets = SocketCounters.MISSING;
        for (String line : lines("protocols")) {
            String[] words = line.split(" +", 4);
            // What is not among the kernel's protocols is none that sockets can be made of.
            sockets = Math.max(0, sockets);
            if (words.length == 4 && names.contains(words[0])) {
                if (UNCOUNTED.contains(words[0]) || !words[2].matches("\\d{1,9}")) {
                    return SocketCounters.MISSING;
                }
                sockets += Long.parseLong(words[2]);
            }
        }
        return sockets;
    }

    private static Set<String> namesInProtocols(Protocol protocol) {
        return switch (protocol) {
            case TCP, MPTCP, UDP, RAW, SCTP -> Set.of(protocol.name(), protocol.name() + "v6");
            case UDPLITE -> Set.of("UDP-Lite", "UDPLITEv6");
            case UNIX -> Set.of("UNIX", "UNIX-STREAM");
            case PACKET, NETLINK -> Set.of(protocol.name());
            case VSOCK -> Set.of("AF_VSOCK");
        };
    }

    /** Lines such as {@code TCP: inuse 27 orphan 0 tw 5}. */
    private void readSockStat(String file, Map<String, Long> numbers) {
        for (String line : lines(file)) {
            String[] words = line.split(" ");
            for (int i = 1; i + 1 < words.length; i += 2) {
                putNumber(numbers, words[0].replace(':', '.') + words[i], words[i + 1]);
            }
        }
    }

    /** Pairs of lines, names and then numbers, each beginning with its table: {@code Tcp: RtoAlgorithm …}. */
    private void readSnmp(Map<String, Long> numbers) {
        String[] names = {""};
        for (String line : lines("snmp")) {
            String[] words = line.split(" ");
            if (words[0].equals(names[0])) {
                for (int i = 1; i < Math.min(words.length, names.length); i++) {
                    putNumber(numbers, words[0].replace(':', '.') + names[i], words[i]);
                }
            }
            names = words;
        }
    }

    private Iterable<String> lines(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            return java.util.List.of();
        }
    }

    private static void putNumber(Map<String, Long> numbers, String name, String digits) {
        try {
            numbers.put(name, Long.parseLong(digits));
        } catch (NumberFormatException e) {
            numbers.remove(name);
        }
    }

    private static long number(Map<String, Long> numbers, String name) {
        return Math.max(SocketCounters.MISSING, numbers.getOrDefault(name, SocketCounters.MISSING));
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? SocketCounters.MISSING : a + b;
    }
}
