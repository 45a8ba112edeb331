package io.conncount.filter;

import io.conncount.filter.Condition.EndIs;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@code src} and {@code dst} compare with where that is no IP address, as {@code ss(8)} has it:
 *
 * <pre>
 * [unix:]PATTERN                a name, by {@link Glob}; without the family it begins with / or @
 * link:PROTOCOL[:INTERFACE]     of packet sockets: ip, ipv6, arp, all, or the number; an interface by name or index
 * netlink:PROTOCOL[:PORTID]     rtnl, genl, ... as in /etc/iproute2/nl_protos, or the number; kernel is port id 0
 * vsock:CID[:PORT]
 * </pre>
 */
final class EndParser {
    private static final String ANY = "*";

    private static final Map<String, AddressFamily> FAMILIES = Map.of(
            "unix", AddressFamily.UNIX,
            "link", AddressFamily.PACKET,
            "packet", AddressFamily.PACKET,
            "netlink", AddressFamily.NETLINK,
            "vsock", AddressFamily.VSOCK);

    /** Ethernet protocols ({@code linux/if_ether.h}). */
    private static final Map<String, Long> ETHERNET_PROTOCOLS = Map.of(
            "all", 0x0003L, "ip", 0x0800L, "ipv4", 0x0800L, "arp", 0x0806L, "ipv6", 0x86ddL, "802.1q", 0x8100L, "lldp",
            0x88ccL);

    /** Netlink protocols ({@code linux/netlink.h}), by the names that iproute2 has for them; each stands at its number. */
    private static final List<String> NETLINK_PROTOCOLS = List.of(
            "rtnl",
            "unused",
            "usersock",
            "fw",
            "tcpdiag",
            "nflog",
            "xfrm",
            "selinux",
            "iscsi",
            "audit",
            "fiblookup",
            "connector",
            "nft",
            "ip6fw",
            "dec-rt",
            "uevent",
            "genl",
            "",
            "scsi-trans",
            "ecryptfs",
            "rdma",
            "crypto");

    private final Names names;

    EndParser(Names names) {
        this.names = names;
    }

    /** The condition, if the text is for a family without IP; empty if it is an IP address, or means to be one. */
    Optional<Condition> parse(Side side, String text, int position) throws FilterException {
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
                                number(address, "context id, such as 2 for the host", position),
                                number(port, "port", position));
                });
    }

    private static Condition unixName(Side side, String pattern, int position) throws FilterException {
        if (side == Side.REMOTE) {
            throw new FilterException(
                    "the kernel does not tell the name of a UNIX socket's peer: use 'src' for its own name, or"
                            + " 'peer_inode' for the peer's inode",
                    position);
        }
        return new Condition.UnixNameIs(new Glob(pattern));
    }

    private Condition packet(Side side, String protocol, String device, int position) throws FilterException {
        Long named = ETHERNET_PROTOCOLS.get(protocol);
        long number =
                named != null ? named : number(protocol, "Ethernet protocol, such as ip, arp or 0x0800", position);
        Condition end = new EndIs(side, AddressFamily.PACKET, EndIs.ANY, number);
        if (isAny(device)) {
            return end;
        }
        int index = names.interfaceIndex(device)
                .orElseThrow(() -> new FilterException("there is no interface '" + device + "'", position));
        return Conditions.all(List.of(end, new Condition.InterfaceIs(index, device)));
    }

    private static Condition netlink(Side side, String protocol, String port, int position) throws FilterException {
        int named = protocol.isEmpty() ? -1 : NETLINK_PROTOCOLS.indexOf(protocol);
        long number = named >= 0 ? named : number(protocol, "netlink protocol, such as rtnl, genl or 16", position);
        long portId = port.equals("kernel") ? 0 : number(port, "port id of netlink", position);
        return new EndIs(side, AddressFamily.NETLINK, number, portId);
    }

    private static long number(String text, String what, int position) throws FilterException {
        if (isAny(text)) {
            return EndIs.ANY;
        }
        return ValueParser.bits(text, Integer.SIZE)
                .orElseThrow(() -> new FilterException("'" + text + "' is not a " + what, position));
    }

    private static boolean isAny(String text) {
        return text.isEmpty() || text.equals(ANY);
    }
}
