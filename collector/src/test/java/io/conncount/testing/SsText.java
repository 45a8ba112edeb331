package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of {@code ss -Htane} and {@code ss -Huane}, and sockets brought into the same form. */
public final class SsText {
    private static final int STATE = 0;
    private static final int LOCAL = 3;
    private static final int REMOTE = 4;

    private SsText() {}

    /** State and addresses of each line, sorted; a port that ss shows as a star is 0. */
    public static List<String> sockets(List<String> lines) {
        return lines.stream()
                .map(line -> line.trim().split("\\s+"))
                .map(words -> words[STATE] + " " + endpoint(words[LOCAL]) + " " + endpoint(words[REMOTE]))
                .sorted()
                .toList();
    }

    /** The same of a socket; ss shows the interface with the local address. */
    public static String of(SocketView socket, Map<Integer, String> interfaces) {
        AddressFamily family = socket.family();
        String local =
                AddressText.withPort(family, socket.localAddressHigh(), socket.localAddressLow(), socket.localPort());
        String remote = AddressText.withPort(
                family, socket.remoteAddressHigh(), socket.remoteAddressLow(), socket.remotePort());
        if (socket.interfaceIndex() != 0) {
            int colon = local.lastIndexOf(':');
            local = local.substring(0, colon) + "%" + interfaces.get(socket.interfaceIndex()) + local.substring(colon);
        }
        return socket.state().screenName() + " " + local + " " + remote;
    }

    /** User, mark and cgroup of each line as {@code -e} shows them; ss leaves out user 0 and mark 0. */
    public static List<String> owners(List<String> lines) {
        return lines.stream()
                .map(line -> endpoint(line.trim().split("\\s+")[LOCAL])
                        + " uid " + tag(line, " uid:")
                        + " mark " + tag(line, " fwmark:")
                        + " cgroup " + tag(line, " cgroup:"))
                .sorted()
                .toList();
    }

    /** The same of a socket, written as ss does. */
    public static String ownerOf(SocketView socket, Map<Integer, String> interfaces, Map<Long, String> cgroups) {
        return of(socket, interfaces).split(" ")[1]
                + " uid " + orNothing(Integer.toUnsignedString(socket.uid()))
                + " mark " + orNothing("0x" + Long.toHexString(Math.max(0, socket.mark())))
                + " cgroup " + cgroups.getOrDefault(socket.cgroupId(), "-");
    }

    /** How many lines there are of each state, by node_exporter's name; states without a socket are 0. */
    public static Map<String, Long> byState(List<String> lines) {
        Map<String, Long> counts = lines.stream()
                .map(line -> TcpState.byWord(line.split("\\s+")[STATE])
                        .orElseThrow()
                        .iterator()
                        .next())
                .collect(Collectors.groupingBy(TcpState::label, TreeMap::new, Collectors.counting()));
        for (TcpState state : TcpState.values()) {
            counts.putIfAbsent(state.label(), 0L);
        }
        return counts;
    }

    /** The same with those states alone that sockets of the protocol can be in. */
    public static Map<String, Long> byState(List<String> lines, Protocol protocol) {
        Map<String, Long> counts = byState(lines);
        for (TcpState state : TcpState.values()) {
            if (!protocol.states().contains(state) && counts.get(state.label()) == 0) {
                counts.remove(state.label());
            }
        }
        return counts;
    }

    private static String orNothing(String number) {
        return number.equals("0") || number.equals("0x0") ? "-" : number;
    }

    private static String tag(String line, String name) {
        int from = line.indexOf(name);
        return from < 0 ? "-" : line.substring(from + name.length()).split(" ")[0];
    }

    private static String endpoint(String text) {
        String withPort = text.endsWith(":*") ? text.substring(0, text.length() - 1) + "0" : text;
        return withPort.startsWith("*:") ? "[::]" + withPort.substring(1) : withPort;
    }
}
