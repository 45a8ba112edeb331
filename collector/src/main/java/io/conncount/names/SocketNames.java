package io.conncount.names;

import io.conncount.filter.Names;
import io.conncount.sys.NameText;
import java.util.Optional;

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
