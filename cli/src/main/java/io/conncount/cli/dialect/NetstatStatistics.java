package io.conncount.cli.dialect;

import io.conncount.counters.KernelCounter;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code netstat -s} prints: the counters of a network namespace, in words where netstat has some for them. */
final class NetstatStatistics {
    private static final String INDENT = "    ";

    /** The tables that are shown for a protocol; others are shown always. */
    private static final Map<String, Protocol> PROTOCOLS = Map.of(
            "Ip", Protocol.RAW,
            "Icmp", Protocol.RAW,
            "Tcp", Protocol.TCP,
            "TcpExt", Protocol.TCP,
            "Udp", Protocol.UDP,
            "Ip6", Protocol.RAW,
            "Icmp6", Protocol.RAW,
            "Udp6", Protocol.UDP);

    /** When a counter is shown. */
    private enum Shown {
        ALWAYS,
        NEVER,
        UNLESS_ZERO;

        static Shown of(String sign) {
            return sign.equals("+") ? ALWAYS : sign.equals("!") ? NEVER : UNLESS_ZERO;
        }
    }

    /**
     * What is said of a counter.
     *
     * @param heading of it and those after it; empty if it begins none
     * @param text with a percent sign for the number
     */
    private record Words(Shown shown, String heading, String text) {}

    private final Map<String, Words> words;
    private final StringBuilder out = new StringBuilder();
    private String table = "";
    private String indent = INDENT;

    private NetstatStatistics() throws IOException {
        words = read();
    }

    /**
     * The text of those of the thread's network namespace.
     *
     * @param protocols those that are asked for
     * @param family with IPv6, netstat shows TCP over both
     */
    static String text(Set<Protocol> protocols, AddressFamily family) throws IOException {
        NetstatStatistics statistics = new NetstatStatistics();
        if (family == AddressFamily.IPV6) {
            statistics.write(KernelCounter.ofThisThreadIpv6(), protocols);
            List<KernelCounter> others = KernelCounter.ofThisThread();
            statistics.write(
                    others.stream()
                            .filter(counter -> counter.table().equals("Tcp"))
                            .toList(),
                    protocols);
        } else {
            statistics.write(KernelCounter.ofThisThread(), protocols);
        }
        return statistics.out.toString();
    }

    private static Map<String, Words> read() throws IOException {
        Map<String, Words> all = new HashMap<>();
        try (InputStream file = NetstatStatistics.class.getResourceAsStream("netstat-statistics.txt")) {
            String lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" ", 3);
                String text = parts.length == 3 ? parts[2] : "";
                int bar = text.indexOf('|');
                String heading = text.substring(0, Math.max(0, bar));
                all.put(parts[0], new Words(Shown.of(parts[1]), heading, text.substring(bar + 1)));
            });
        }
        return all;
    }

    private void write(List<KernelCounter> counters, Set<Protocol> protocols) {
        for (KernelCounter counter : counters) {
            Protocol protocol = PROTOCOLS.get(counter.table());
            if (protocol == null || protocols.contains(protocol)) {
                table(counter.table());
                write(counter);
            }
        }
    }

    private void table(String name) {
        if (!name.equals(table)) {
            table = name;
            out.append(name).append(":\n");
            // It stands as deep as the last line of the table before.
            indent = name.equals("IcmpMsg") ? indent : INDENT;
        }
    }

    private void write(KernelCounter counter) {
        String name = counter.table() + "." + counter.name();
        String label = (counter.table().endsWith("6") ? counter.table() : "") + counter.name();
        Words said = words.getOrDefault(name, new Words(Shown.UNLESS_ZERO, "", label + ": %"));
        if (!said.heading().isEmpty()) {
            out.append(indent).append(said.heading()).append('\n');
            indent = INDENT + INDENT;
        } else if (name.equals("Icmp.OutMsgs")) {
            indent = INDENT;
        }
        if (said.shown() == Shown.ALWAYS
                || (said.shown() == Shown.UNLESS_ZERO && !counter.digits().equals("0"))) {
            out.append(indent)
                    .append(said.text().replace("%", counter.digits()))
                    .append('\n');
        }
    }
}
