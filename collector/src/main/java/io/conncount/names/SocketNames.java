package io.conncount.names;

import io.conncount.filter.Names;
import io.conncount.filter.Placeholder;
import io.conncount.socket.CgroupPart;
import io.conncount.sys.NameText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the users, interfaces, cgroups and network namespaces of sockets are called on the host that the sockets are from, and the other way round. */
public interface SocketNames extends Names {
    /** The name of a user, the first of several; empty if it has none. */
    Optional<String> user(long uid);

    /** The name of a network interface in the calling thread's network namespace; empty if unknown. */
    Optional<String> interfaceName(int index);

    /** The path of a cgroup (version 2), beginning with a slash; empty if it is gone or cannot be seen. */
    Optional<String> cgroupPath(long id);

    /** The paths of all cgroups (version 2) that there are now, by id. */
    Map<Long, String> cgroupPaths();

    /**
     * False if the paths of cgroups do not show units, containers and pods: without cgroup v2, every socket is in the root; and in a
     * recording they may be scrubbed.
     */
    boolean cgroupPartsKnown();

    /** What a network namespace is called; empty if it is gone, or nothing in it has a name. */
    Optional<String> netns(long inode);

    @Override
    default String unescaped(String text) {
        return NameText.unescaped(text);
    }

    /** What the part is called that a cgroup is in, or why there is none. */
    default String partText(CgroupPart part, long cgroupId) {
        if (!cgroupPartsKnown()) {
            return Placeholder.NOT_REPORTED;
        }
        Optional<String> path = cgroupPath(cgroupId);
        return path.isPresent() ? CgroupOwner.text(part, path.get()) : Placeholder.GONE;
    }

    @Override
    default Map<Long, String> cgroups(CgroupPart part) {
        Map<Long, String> texts = new HashMap<>();
        boolean known = cgroupPartsKnown();
        cgroupPaths()
                .forEach((id, path) -> texts.put(id, known ? CgroupOwner.text(part, path) : Placeholder.NOT_REPORTED));
        return texts;
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
