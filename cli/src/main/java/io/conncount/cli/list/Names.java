package io.conncount.cli.list;

import io.conncount.names.SocketNames;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Names of what sockets carry the numbers of, as bytes that are made once a number. For one thread. */
final class Names {
    private final Cache users;
    private final Cache interfaces;
    private final Cache cgroups;

    /**
     * The names of a host.
     *
     * @param escape makes them harmless where they will be shown
     */
    Names(SocketNames names, UnaryOperator<String> escape) {
        users = new Cache(uid -> escape.apply(names.userText(uid)));
        interfaces = new Cache(index -> escape.apply(names.interfaceText((int) index)));
        cgroups = new Cache(id -> escape.apply(names.cgroupText(id)));
    }

    byte[] user(long uid) {
        return users.of(uid);
    }

    byte[] interfaceName(int index) {
        return interfaces.of(index);
    }

    byte[] cgroup(long id) {
        return cgroups.of(id);
    }

    /** Open addressing on numbers; once it is half full, names that are not in it are made each time. */
    private static final class Cache {
        private static final int SLOTS = 8192;

        private final LongFunction<String> source;
        private final long[] numbers = new long[SLOTS];
        private final byte[][] names = new byte[SLOTS][];
        private int size;

        Cache(LongFunction<String> source) {
            this.source = source;
        }

        byte[] of(long number) {
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
