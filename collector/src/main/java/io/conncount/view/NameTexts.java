package io.conncount.view;

import io.conncount.names.NumberCache;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of what sockets carry the numbers of, as bytes that are made once a number. For one thread. */
public final class NameTexts {
    private final NumberCache<byte[]> users;
    private final NumberCache<byte[]> interfaces;
    private final NumberCache<byte[]> cgroups;
    private final NumberCache<byte[]> namespaces;
    private final List<NumberCache<byte[]>> parts = new ArrayList<>();

    /**
     * The names of a host.
     *
     * @param escaper how they are written
     */
    public NameTexts(SocketNames names, Escaper escaper) {
        users = new NumberCache<>(uid -> bytes(escaper, names.userText(uid)));
        interfaces = new NumberCache<>(index -> bytes(escaper, names.interfaceText((int) index)));
        cgroups = new NumberCache<>(id -> bytes(escaper, names.cgroupText(id)));
        namespaces = new NumberCache<>(inode -> bytes(escaper, names.netnsText(inode)));
        for (CgroupPart part : CgroupPart.values()) {
            parts.add(new NumberCache<>(id -> bytes(escaper, names.partText(part, id))));
        }
    }

    private static byte[] bytes(Escaper escaper, String name) {
        return escaper.of(name).getBytes(StandardCharsets.UTF_8);
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

    /** What the part is called that a cgroup is in. */
    byte[] part(CgroupPart part, long cgroupId) {
        return parts.get(part.ordinal()).of(cgroupId);
    }

    /** The name of a network namespace. */
    public byte[] netns(long inode) {
        return namespaces.of(inode);
    }
}
