package io.conncount.group;

import io.conncount.filter.HolderCondition.Property;
import io.conncount.names.HostNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The grouping keys. A new one needs a class and two lines here: its help, and how it is made. */
public final class GroupKeys {
    /**
     * A key as a user can request it.
     *
     * @param help what it means, in half a line
     */
    public record Entry(String name, String help) {}

    private static final SocketNames THIS_HOST = new HostNames();

    /** All keys, in the order in which help shows them. */
    public static final List<Entry> ALL = List.of(
            new Entry("state", "state of the connection"),
            new Entry("proto", "table: tcp, udp, unix and so on"),
            new Entry("type", "stream, dgram, seqpacket or raw"),
            new Entry("family", "ipv4, ipv6, unix, packet, netlink or vsock"),
            new Entry("local-port", "local port"),
            new Entry("remote-port", "remote port"),
            new Entry("local-address", "local address"),
            new Entry("remote-address", "remote address"),
            new Entry("local-net", "network of the local address"),
            new Entry("remote-net", "network of the remote address"),
            new Entry("direction", "inbound, outbound, or listener"),
            new Entry("service", "address and port of the listener"),
            new Entry("user", "owner of the socket"),
            new Entry("cgroup", "path of the owner's cgroup"),
            new Entry("unit", "systemd unit of that cgroup"),
            new Entry("container", "container of that cgroup"),
            new Entry("pod", "Kubernetes pod of that cgroup"),
            new Entry("interface", "interface the socket is bound to"),
            new Entry("mark", "firewall mark"),
            new Entry("timer", "running timer"),
            new Entry("congestion", "congestion control of a TCP connection"),
            new Entry("netns", "network namespace, with --netns all"),
            new Entry("process", "name of the process that holds the socket"),
            new Entry("pid", "number of that process"),
            new Entry("exe", "path of its program"),
            new Entry("jail", "number of its FreeBSD jail"));

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
        return byName(word);
    }

    /**
     * The keys of these names, which are all known.
     *
     * @throws java.util.NoSuchElementException if one is not
     */
    public static List<GroupKey> of(List<String> names) {
        List<GroupKey> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(byWord(name).orElseThrow());
        }
        return keys;
    }

    /** The names of keys. */
    public static List<String> names(List<GroupKey> keys) {
        List<String> names = new ArrayList<>();
        for (GroupKey key : keys) {
            names.add(key.name());
        }
        return names;
    }

    /** The key of this name, for this host. Only its own class is loaded: those of all would delay every start. */
    private static Optional<GroupKey> byName(String name) {
        GroupKey key = switch (name) {
            case "state" -> new StateKey();
            case "proto" -> new ProtoKey();
            case "type" -> new TypeKey();
            case "family" -> new FamilyKey();
            case "local-port" -> new PortKey(Side.LOCAL);
            case "remote-port" -> new PortKey(Side.REMOTE);
            case "local-address" -> new AddressKey(Side.LOCAL);
            case "remote-address" -> new AddressKey(Side.REMOTE);
            case "local-net" -> NetKey.of(Side.LOCAL);
            case "remote-net" -> NetKey.of(Side.REMOTE);
            case "direction" -> new DirectionKey(Listeners.NONE);
            case "service" -> new ServiceKey(Listeners.NONE);
            case "user" -> new UserKey(THIS_HOST);
            case "cgroup" -> new CgroupKey(THIS_HOST);
            case "unit" -> new CgroupPartKey(CgroupPart.UNIT, THIS_HOST);
            case "container" -> new CgroupPartKey(CgroupPart.CONTAINER, THIS_HOST);
            case "pod" -> new CgroupPartKey(CgroupPart.POD, THIS_HOST);
            case "interface" -> new InterfaceKey(THIS_HOST);
            case "mark" -> new MarkKey();
            case "timer" -> new TimerKey();
            case "congestion" -> new CongestionKey();
            case "netns" -> new NetnsKey(THIS_HOST);
            case "process" -> new HolderKey(Property.PROCESS);
            case "pid" -> new HolderKey(Property.PID);
            case "exe" -> new HolderKey(Property.EXE);
            case "jail" -> new HolderKey(Property.JAIL);
            default -> null;
        };
        return Optional.ofNullable(key);
    }
}
