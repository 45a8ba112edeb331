package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.owner.CgroupPaths;
import io.conncount.owner.InterfaceNames;
import io.conncount.owner.UserNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The grouping keys there are. A new one is a class of its own and a line here. */
public final class GroupKeys {
    /**
     * A key as it can be asked for.
     *
     * @param name what the user types
     * @param help what it means, in half a line
     */
    public record Entry(String name, String help, Supplier<GroupKey> key) {}

    /** All keys, in the order in which help shows them. */
    public static final List<Entry> ALL = List.of(
            new Entry("state", "state of the connection", StateKey::new),
            new Entry("family", "ipv4 or ipv6", FamilyKey::new),
            new Entry("local-port", "local port", () -> new PortKey(Side.LOCAL)),
            new Entry("remote-port", "remote port", () -> new PortKey(Side.REMOTE)),
            new Entry("local-address", "local address", () -> new AddressKey(Side.LOCAL)),
            new Entry("remote-address", "remote address", () -> new AddressKey(Side.REMOTE)),
            new Entry(NetKey.name(Side.LOCAL), "network of the local address", () -> NetKey.of(Side.LOCAL)),
            new Entry(NetKey.name(Side.REMOTE), "network of the remote address", () -> NetKey.of(Side.REMOTE)),
            new Entry("direction", "inbound, outbound, or listener", () -> new DirectionKey(Listeners.NONE)),
            new Entry("service", "address and port of the listener", () -> new ServiceKey(Listeners.NONE)),
            new Entry("user", "owner of the socket", () -> new UserKey(UserNames.ofHost())),
            new Entry("cgroup", "path of the owner's cgroup", () -> new CgroupKey(CgroupPaths.ofHost())),
            new Entry("interface", "interface the socket is bound to", () -> new InterfaceKey(InterfaceNames.ofHost())),
            new Entry("mark", "firewall mark", MarkKey::new),
            new Entry("timer", "timer that runs", TimerKey::new));

    private GroupKeys() {}

    /**
     * The key a user's word stands for: a name from the list, for networks with a prefix length behind it.
     *
     * @return empty if there is no such key
     * @throws IllegalArgumentException if a prefix length is wrong; the message says how
     */
    public static Optional<GroupKey> byWord(String word) {
        int slash = word.indexOf('/');
        if (slash >= 0) {
            String name = word.substring(0, slash);
            for (Side side : Side.values()) {
                if (name.equals(NetKey.name(side))) {
                    return Optional.of(NetKey.parse(side, word));
                }
            }
        }
        return ALL.stream()
                .filter(entry -> entry.name().equals(word))
                .map(entry -> entry.key().get())
                .findFirst();
    }
}
