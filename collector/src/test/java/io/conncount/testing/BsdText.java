package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Holders;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.wire.freebsd.Xinpcb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of FreeBSD's netstat and sockstat, and sockets brought into the same form. */
public final class BsdText {
    private static final Map<TcpState, String> STATES = Map.ofEntries(
            Map.entry(TcpState.CLOSE, "CLOSED"),
            Map.entry(TcpState.LISTEN, "LISTEN"),
            Map.entry(TcpState.SYN_SENT, "SYN_SENT"),
            Map.entry(TcpState.SYN_RECV, "SYN_RCVD"),
            Map.entry(TcpState.ESTABLISHED, "ESTABLISHED"),
            Map.entry(TcpState.CLOSE_WAIT, "CLOSE_WAIT"),
            Map.entry(TcpState.FIN_WAIT1, "FIN_WAIT_1"),
            Map.entry(TcpState.CLOSING, "CLOSING"),
            Map.entry(TcpState.LAST_ACK, "LAST_ACK"),
            Map.entry(TcpState.FIN_WAIT2, "FIN_WAIT_2"),
            Map.entry(TcpState.TIME_WAIT, "TIME_WAIT"));

    private BsdText() {}

    /** The lines that begin with this word, one space between words, sorted. */
    public static List<String> lines(List<String> text, String prefix) {
        return text.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> String.join(" ", line.trim().split("\\s+")))
                .sorted()
                .toList();
    }

    /** A line of {@code netstat -an} about an IP socket; of a listener netstat shows no queue there. */
    public static String netstat(SocketView socket) {
        boolean listens = socket.state() == TcpState.LISTEN;
        String line = name((Xinpcb) socket)
                + " " + (listens ? 0 : socket.number(SocketNumber.RECVQ))
                + " " + (listens ? 0 : socket.number(SocketNumber.SENDQ))
                + " " + ends(socket, ".", false);
        return socket.protocol() == Protocol.TCP ? line + " " + STATES.get(socket.state()) : line;
    }

    /** A line of {@code netstat -an} about a UNIX socket: the first four columns, the peer and the path. */
    public static String netstatUnix(SocketView socket) {
        String type = socket.type().label();
        return address(socket.localAddressLow())
                + " " + (type.length() > 6 ? type.substring(0, 6) : type)
                + " " + (socket.state() == TcpState.LISTEN ? 0 : socket.number(SocketNumber.RECVQ))
                + " " + (socket.state() == TcpState.LISTEN ? 0 : socket.number(SocketNumber.SENDQ))
                + " " + address(socket.remoteAddressLow())
                + " " + path(socket);
    }

    /** The same columns of a line that netstat printed. */
    public static String unixColumns(String line) {
        String[] words = line.trim().split("\\s+");
        return words[0] + " " + words[1] + " " + words[2] + " " + words[3] + " " + words[5] + " "
                + (words.length > 8 ? words[8] : "");
    }

    /** A line of {@code netstat -aLn}, with the queue that is not told left out: protocol, queued, limit, address. */
    public static String listenQueue(SocketView listener) {
        boolean unix = listener.protocol() == Protocol.UNIX;
        return (unix ? "unix" : name((Xinpcb) listener))
                + " " + listener.number(SocketNumber.RECVQ) + "/" + listener.number(SocketNumber.SENDQ)
                + " " + (unix ? path(listener) : ends(listener, ".", false).split(" ")[0]);
    }

    /** The same of a line that netstat printed. */
    public static String listenColumns(String line) {
        String[] words = line.trim().split("\\s+");
        String[] queues = words[1].split("/");
        return words[0] + " " + queues[0] + "/" + queues[2] + " " + words[2];
    }

    /** The lines of {@code sockstat -46} about an IP socket without their first word, the user; one a holder. */
    public static List<String> sockstat(SocketView socket, Holders holders, String unknown, boolean brackets) {
        String rest = name((Xinpcb) socket) + " " + ends(socket, ":", brackets);
        List<String> lines = new ArrayList<>();
        for (int holder = holders.first(socket.identity()); holder >= 0; holder = holders.next(holder)) {
            int pid = holders.pid(holder);
            lines.add(holders.process(pid).name() + " " + pid + " " + holders.descriptor(holder) + " " + rest);
        }
        return lines.isEmpty() ? List.of((unknown + " ").repeat(3) + rest) : lines;
    }

    private static String name(Xinpcb socket) {
        String families = socket.dualStack() ? "46" : socket.family() == AddressFamily.IPV4 ? "4" : "6";
        return (socket.protocol() == Protocol.RAW ? "icm" : socket.protocol().label()) + families;
    }

    private static String ends(SocketView socket, String separator, boolean brackets) {
        // A raw socket has no ports, and we show its protocol in place of one.
        int localPort = socket.protocol() == Protocol.RAW ? 0 : socket.localPort();
        return end(socket, socket.localAddressHigh(), socket.localAddressLow(), localPort, separator, brackets)
                + " "
                + end(
                        socket,
                        socket.remoteAddressHigh(),
                        socket.remoteAddressLow(),
                        socket.remotePort(),
                        separator,
                        brackets);
    }

    private static String end(SocketView socket, long high, long low, int port, String separator, boolean brackets) {
        String address = high == 0 && low == 0 ? "*" : AddressText.of(socket.family(), high, low);
        if (brackets && address.contains(":")) {
            address = "[" + address + "]";
        }
        return address + separator + (port == 0 ? "*" : Integer.toString(port));
    }

    private static String address(long kernelAddress) {
        return String.format(Locale.ROOT, "%x", kernelAddress);
    }

    private static String path(SocketView socket) {
        byte[] path = new byte[104];
        int length = socket.text(SocketText.UNIX_NAME, path);
        return length < 0 ? "" : new String(path, 0, length, StandardCharsets.UTF_8);
    }
}
