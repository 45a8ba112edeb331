package io.conncount.group;

import io.conncount.names.HostNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.Side;
import java.util.List;
import java.util.Optional;

/** The grouping keys. A new one needs a class and a line here. */
public final class GroupKeys {
    /**
     * A key as a user can request it.
     *
     * @param key with its defaults
     * @param help what it means, in half a line
     */
    public record Entry(GroupKey key, String help) {
        /** What the user types. */
        public String name() {
            return key.name();
        }
    }

    private static final SocketNames NAMES = new HostNames();

    /** All keys, in the order in which help shows them. */
    public static final List<Entry> ALL = List.of(
            new Entry(new StateKey(), "state of the connection"),
            new Entry(new ProtoKey(), "table: tcp, udp, unix and so on"),
            new Entry(new TypeKey(), "stream, dgram, seqpacket or raw"),
            new Entry(new FamilyKey(), "ipv4, ipv6, unix, packet, netlink or vsock"),
            new Entry(new PortKey(Side.LOCAL), "local port"),
            new Entry(new PortKey(Side.REMOTE), "remote port"),
            new Entry(new AddressKey(Side.LOCAL), "local address"),
            new Entry(new AddressKey(Side.REMOTE), "remote address"),
            new Entry(NetKey.of(Side.LOCAL), "network of the local address"),
            new Entry(NetKey.of(Side.REMOTE), "network of the remote address"),
            new Entry(new DirectionKey(Listeners.NONE), "inbound, outbound, or listener"),
            new Entry(new ServiceKey(Listeners.NONE), "address and port of the listener"),
            new Entry(new UserKey(NAMES), "owner of the socket"),
            new Entry(new CgroupKey(NAMES), "path of the owner's cgroup"),
            new Entry(new InterfaceKey(NAMES), "interface the socket is bound to"),
            new Entry(new MarkKey(), "firewall mark"),
            new Entry(new TimerKey(), "running timer"),
            new Entry(new CongestionKey(), "congestion control of a TCP connection"));

    private GroupKeys() {}

    /**
     * The key for a user's word: a name from the list, for networks possibly with a prefix length. Underscores are as
     * good as hyphens.
     *
     * @return empty if the key is unknown
     * @throws IllegalArgumentException if a prefix length is wrong; the message says how
     */
    public static Optional<GroupKey> byWord(String userWord) {
        String word = userWord.replace('_', '-');
        int slash = word.indexOf('/');
        if (slash >= 0) {
            String name = word.substring(0, slash);
            for (Side side : Side.values()) {
                if (name.equals(NetKey.name(side))) {
                    return Optional.of(NetKey.parse(side, word));
                }
            }
        }
        for (Entry entry : ALL) {
            if (entry.name().equals(word)) {
                return Optional.of(entry.key());
            }
        }
        return Optional.empty();
    }
}
