package io.conncount.names;

import io.conncount.filter.Names;
import io.conncount.filter.Placeholder;
import io.conncount.sys.NameText;
import java.util.Optional;
import java.util.function.Function;

/** What the users, interfaces, cgroups and network namespaces of sockets are called on the host that the sockets are from, and the other way round. */
public interface SocketNames extends Names {
    /** The name of a user, the first of several; empty if it has none. */
    Optional<String> user(long uid);

    /** The name of a network interface in the calling thread's network namespace; empty if unknown. */
    Optional<String> interfaceName(int index);

    /** The path of a cgroup (version 2), beginning with a slash; empty if it is gone or cannot be seen. */
    Optional<String> cgroupPath(long id);

    /** What a network namespace is called; empty if it is gone, or nothing in it has a name. */
    Optional<String> netns(long inode);

    @Override
    default String unescaped(String text) {
        return NameText.unescaped(text);
    }

    /** The systemd unit that a cgroup is, or is in, or why there is none. */
    default String unitText(long cgroupId) {
        return ownerText(cgroupId, CgroupOwner::unit);
    }

    /** The container that a cgroup is in, by the beginning of its id or its name, or why there is none. */
    default String containerText(long cgroupId) {
        return ownerText(cgroupId, CgroupOwner::container);
    }

    /** The pod that a cgroup is in, or why there is none. */
    default String podText(long cgroupId) {
        return ownerText(cgroupId, CgroupOwner::pod);
    }

    private String ownerText(long cgroupId, Function<CgroupOwner, Optional<String>> part) {
        Optional<String> path = cgroupPath(cgroupId);
        return path.isEmpty()
                ? Placeholder.GONE
                : part.apply(CgroupOwner.of(path.get())).orElse(Placeholder.NONE);
    }

    /** The name of a user, or the number. */
    default String userText(long uid) {
        return user(uid).orElse(Long.toString(uid));
    }

    /** The name of an interface, or {@code if} and its index. */
    default String interfaceText(int index) {
        return interfaceName(index).orElse("if" + index);
    }

    /** What a network namespace is called, or its inode number. */
    default String netnsText(long inode) {
        return netns(inode).orElse(Long.toString(inode));
    }

    /** The path of a cgroup, or its id as {@code (id:7)}. */
    default String cgroupText(long id) {
        return cgroupPath(id).orElse("(id:" + Long.toUnsignedString(id) + ")");
    }
}
