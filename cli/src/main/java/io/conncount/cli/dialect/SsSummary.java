package io.conncount.cli.dialect;

import io.conncount.counters.SocketSummary;
import java.util.Locale;

/** The text of {@code ss -s}. */
final class SsSummary {
    private SsSummary() {}

    static String text(SocketSummary sockets) {
        SocketSummary.Families tcp = sockets.tcpHashed();
        StringBuilder text = new StringBuilder();
        text.append("Total: ").append(sockets.total());
        text.append("\nTCP:   ").append(sockets.tcpAllocated() + sockets.tcpTimeWait());
        text.append(" (estab ").append(sockets.tcpEstablished());
        text.append(", closed ").append(sockets.tcpAllocated() - (tcp.sum() - sockets.tcpTimeWait()));
        text.append(", orphaned ").append(sockets.tcpOrphans());
        text.append(", timewait ").append(sockets.tcpTimeWait());
        text.append(")\n\nTransport Total     IP        IPv6\n");
        row(text, "RAW", sockets.raw());
        row(text, "UDP", sockets.udp());
        row(text, "TCP", tcp);
        row(text, "INET", sockets.raw().plus(sockets.udp()).plus(tcp));
        row(text, "FRAG", sockets.fragments());
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, String name, SocketSummary.Families number) {
        text.append(
                String.format(Locale.ROOT, "%s\t  %-9d %-9d %-9d%n", name, number.sum(), number.ipv4(), number.ipv6()));
    }
}
