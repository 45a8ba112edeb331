package io.conncount.view;

import io.conncount.names.SocketNames;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** Names of what sockets carry the numbers of, as bytes that are made once a number. For one thread. */
public final class NameTexts {
    private final Cache users;
    private final Cache interfaces;
    private final Cache cgroups;
    private final Cache namespaces;
    private final Cache units;
    private final Cache containers;
    private final Cache pods;

    /**
     * The names of a host.
     *
     * @param escaper how they are written
     */
    public NameTexts(SocketNames names, Escaper escaper) {
        users = new Cache(uid -> escaper.of(names.userText(uid)));
        interfaces = new Cache(index -> escaper.of(names.interfaceText((int) index)));
        cgroups = new Cache(id -> escaper.of(names.cgroupText(id)));
        namespaces = new Cache(inode -> escaper.of(names.netnsText(inode)));
        units = new Cache(id -> escaper.of(names.unitText(id)));
        containers = new Cache(id -> escaper.of(names.containerText(id)));
        pods = new Cache(id -> escaper.of(names.podText(id)));
    }

    /** The name of a user. */
    public byte[] user(long uid) {
        return users.of(uid);
    }

    /** The name of an interface. */
    public byte[] interfaceName(int index) {
        return interfaces.of(index);
    }

    /** The path of a cgroup. */
    public byte[] cgroup(long id) {
        return cgroups.of(id);
    }

    /** The systemd unit of a cgroup. */
    byte[] unit(long cgroupId) {
        return units.of(cgroupId);
    }

    /** The container of a cgroup. */
    byte[] container(long cgroupId) {
        return containers.of(cgroupId);
    }

    /** The pod of a cgroup. */
    byte[] pod(long cgroupId) {
        return pods.of(cgroupId);
    }

    /** The name of a network namespace. */
    public byte[] netns(long inode) {
        return namespaces.of(inode);
    }

    /** Open addressing on numbers; once it is half full, names that are not in it are made each time. */
    private static final class Cache {
        private static final int SLOTS = 8192;

        private final LongFunction<String> source;
        private long[] numbers;
        private byte[][] names;
        private int size;

        Cache(LongFunction<String> source) {
            this.source = source;
        }

        byte[] of(long number) {
            if (names == null) {
                numbers = new long[SLOTS];
                names = new byte[SLOTS][];
            }
            int slot = (int) ((number * 0x9e37_79b9_7f4a_7c15L) >>> 51);
            while (names[slot] != null) {
                if (numbers[slot] == number) {
                    return names[slot];
                }
                slot = (slot + 1) & (SLOTS - 1);
            }
            byte[] name = source.apply(number).getBytes(StandardCharsets.UTF_8);
            if (size < SLOTS / 2) {
                numbers[slot] = number;
                names[slot] = name;
                size++;
            }
            return name;
        }
    }
}
