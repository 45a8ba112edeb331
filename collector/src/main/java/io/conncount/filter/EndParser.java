package io.conncount.filter;

import io.conncount.filter.EndCondition.EndIs;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.NetlinkProtocol;
import io.conncount.socket.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the operand of {@code src} and {@code dst} if it is not an IP address, as in {@code ss(8)}:
 *
 * <pre>
 * [unix:]PATTERN                a name, by {@link Glob}; without the family it begins with / or @
 * link:PROTOCOL[:INTERFACE]     of packet sockets: a name of {@link EthernetProtocols} or the number; an interface
 * netlink:PROTOCOL[:PORTID]     rtnl, genl, ... as in /etc/iproute2/nl_protos, or the number; kernel is port id 0
 * vsock:CID[:PORT]
 * </pre>
 */
final class EndParser {
    private static final String ANY = "*";
    private static final long PORT_ID_MAX = 0xffff_ffffL;

    private static final Map<String, AddressFamily> FAMILIES = Map.of(
            "unix", AddressFamily.UNIX,
            "link", AddressFamily.PACKET,
            "packet", AddressFamily.PACKET,
            "netlink", AddressFamily.NETLINK,
            "vsock", AddressFamily.VSOCK);

    private final InterfaceParser interfaces;

    EndParser(InterfaceParser interfaces) {
        this.interfaces = interfaces;
    }

    /** The condition, if the text is for a family without IP; empty if it is an IP address, or means to be one. */
    Optional<Condition> parse(Side side, String written, int position) throws FilterException {
        // Answers show the zero bytes of a name as @ in columns, and escaped elsewhere.
        String text = written.replace("\\x00", "@");
        if (text.startsWith("/") || text.startsWith("@")) {
            return Optional.of(unixName(side, text, position));
        }
        int colon = text.indexOf(':');
        AddressFamily family = colon < 0 ? null : FAMILIES.get(text.substring(0, colon));
        if (family == null) {
            boolean pattern = text.length() > 1 && text.indexOf('*') >= 0 && !text.startsWith("*:");
            boolean address = text.endsWith(":*") || text.startsWith("[") || text.startsWith("inet");
            return pattern && !address ? Optional.of(unixName(side, text, position)) : Optional.empty();
        }
        String rest = text.substring(colon + 1);
        if (family == AddressFamily.UNIX) {
            return Optional.of(unixName(side, rest, position));
        }
        int second = rest.indexOf(':');
        String address = second < 0 ? rest : rest.substring(0, second);
        String port = second < 0 ? "" : rest.substring(second + 1);
        return Optional.of(
                switch (family) {
                    case PACKET -> packet(side, address, port, position);
                    case NETLINK -> netlink(side, address, port, position);
                    default ->
                        new EndIs(
                                side,
                                family,
                                number(address, "a context id, such as 2 for the host", position),
                                number(port, "a port", position));
                });
    }

    private static Condition unixName(Side side, String pattern, int position) throws FilterException {
        if (side == Side.REMOTE) {
            throw new FilterException(
                    "the kernel does not report the name of a UNIX socket's peer: use 'src' for the socket's own name, or"
                            + " 'peer_inode' for the peer's inode",
                    position);
        }
        return new Condition.UnixNameIs(new Glob(pattern));
    }

    private Condition packet(Side side, String protocol, String device, int position) throws FilterException {
        Optional<Long> named = EthernetProtocols.number(protocol);
        // In answers the number stands in brackets.
        boolean inBrackets = protocol.startsWith("[") && protocol.endsWith("]");
        String number = inBrackets ? protocol.substring(1, protocol.length() - 1) : protocol;
        Condition end = new EndIs(
                side,
                AddressFamily.PACKET,
                EndIs.ANY,
                named.isPresent()
                        ? named.get()
                        : number(number, "an Ethernet protocol, such as ip, arp or 0x0800", position));
        return isAny(device) ? end : Conditions.all(List.of(end, interfaces.parse(device, position)));
    }

    private static Condition netlink(Side side, String protocol, String port, int position) throws FilterException {
        int named = NetlinkProtocol.number(protocol);
        long number = named >= 0 ? named : number(protocol, "a netlink protocol, such as rtnl, genl or 16", position);
        return new EndIs(side, AddressFamily.NETLINK, number, portId(port, position));
    }

    private static long portId(String port, int position) throws FilterException {
        if (port.equals("kernel")) {
            return 0;
        }
        // To iproute2 those that the kernel chose are negative.
        boolean negative = port.startsWith("-");
        long number = number(negative ? port.substring(1) : port, "a port id of netlink", position);
        return negative ? -number & PORT_ID_MAX : number;
    }

    private static long number(String text, String what, int position) throws FilterException {
        if (isAny(text)) {
            return EndIs.ANY;
        }
        return ValueParser.bits(text, Integer.SIZE)
                .orElseThrow(() -> new FilterException("'" + text + "' is not " + what, position));
    }

    private static boolean isAny(String text) {
        return text.isEmpty() || text.equals(ANY);
    }
}
