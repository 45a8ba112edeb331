package io.conncount.testing;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of {@code ss -n -e} about sockets that are not over IP, and sockets brought into the same form. */
public final class TableText {
    private static final Pattern UNIX =
            Pattern.compile("(u_\\w+)\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(.+) (\\d+) \\* (\\d+)\\s.*");
    private static final Pattern PACKET = Pattern.compile(
            "(p_\\w+)\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(\\S+):(\\S+)\\s+\\*(.*) ino:(\\d+) sk:(\\w+) .*");
    private static final Pattern NETLINK = Pattern.compile(
            "(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+):(\\S+)\\s+(?:\\*|\\d+:(\\S+)) +sk=0 cb=0 groups=(\\S+)");
    private static final int NETLINK_SOCK_DIAG = 4;

    private TableText() {}

    /** The rows of a table, sorted; of netlink's without those of sock_diag, by which ss and we ask. */
    public static List<String> rows(Protocol protocol, List<String> lines) {
        return lines.stream()
                .map(line -> row(protocol, line.strip() + " "))
                .filter(row -> !asks(row))
                .sorted()
                .toList();
    }

    private static String row(Protocol protocol, String line) {
        return switch (protocol) {
            case UNIX -> groups(UNIX, line);
            case PACKET -> {
                Matcher m = matched(PACKET, line);
                String uid = m.group(7).replace("uid:", "").strip();
                yield String.join(
                        " ",
                        m.group(1),
                        m.group(2),
                        m.group(3),
                        m.group(4),
                        m.group(5),
                        m.group(6),
                        uid.isEmpty() ? "0" : uid,
                        m.group(8),
                        m.group(9));
            }
            case NETLINK -> groups(NETLINK, line.strip());
            default -> throw new IllegalArgumentException(protocol.label());
        };
    }

    private static String groups(Pattern pattern, String line) {
        Matcher m = matched(pattern, line);
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= m.groupCount(); i++) {
            row.append(i == 1 ? "" : " ").append(m.group(i) == null ? "0" : m.group(i));
        }
        return row.toString();
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a line of ss as expected: " + line);
        }
        return matcher;
    }

    /** True for the row of a socket that asks sock_diag, or of the kernel's that answers. */
    public static boolean asks(String row) {
        return row.matches("UNCONN \\d+ \\d+ " + NETLINK_SOCK_DIAG + " .*");
    }

    /** The same row of a socket that is being shown. */
    public static String of(SocketView socket, Map<Integer, String> interfaces) {
        String queues = socket.state().screenName() + " " + socket.number(SocketNumber.RECVQ) + " "
                + socket.number(SocketNumber.SENDQ);
        return switch (socket.protocol()) {
            case UNIX ->
                "u_" + socket.type().label().substring(0, 3) + " " + queues + " " + name(socket) + " "
                        + socket.localAddressLow() + " " + socket.remoteAddressLow();
            case PACKET ->
                "p_" + socket.type().label().substring(0, 3) + " " + queues + " "
                        + (socket.localPort() == 3 ? "*" : "[" + socket.localPort() + "]") + " "
                        + interfaces.getOrDefault(socket.interfaceIndex(), "*") + " "
                        + socket.number(SocketNumber.UID) + " " + socket.number(SocketNumber.INODE) + " "
                        + Long.toHexString(socket.number(SocketNumber.COOKIE));
            case NETLINK ->
                queues + " " + socket.localAddressLow() + " " + socket.localPort() + " " + socket.remotePort() + " 0x"
                        + "%08x".formatted(socket.number(SocketNumber.GROUPS));
            default -> throw new IllegalArgumentException(socket.protocol().label());
        };
    }

    /** A star where there is no name, and, as ss has it, an at sign for each zero byte. */
    private static String name(SocketView socket) {
        byte[] bytes = new byte[108];
        int length = Math.min(socket.text(SocketText.UNIX_NAME, bytes), bytes.length);
        return length < 0 ? "*" : new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\0', '@');
    }
}
