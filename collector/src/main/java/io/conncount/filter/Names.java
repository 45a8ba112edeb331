package io.conncount.filter;

import io.conncount.socket.CgroupPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up the names in a filter on a host. */
public interface Names {
    /** The port of a service. */
    Optional<Integer> port(String service);

    /** The index of a network interface. */
    Optional<Integer> interfaceIndex(String name);

    /** The number of a user. */
    Optional<Long> uid(String user);

    /** The id of a cgroup (version 2), by its path below the root of the hierarchy, or in the file system. */
    Optional<Long> cgroupId(String path);

    /** The ids of a cgroup (version 2) and of those below it, as they are now; none if there is no such cgroup. */
    List<Long> cgroupIdsIn(String path);

    /**
     * What the part is called in each cgroup (version 2) that there is now, by its id; {@link Placeholder#NONE} for those that are in
     * none.
     */
    Map<Long, String> cgroups(CgroupPart part);

    /** The inode number of a network namespace. */
    Optional<Long> netnsInode(String name);

    /** True for sockets of several network namespaces, each of which has interfaces of its own. */
    default boolean severalNamespaces() {
        return false;
    }

    /** The lowest of the local ports that the kernel chooses from where a program does not say which. */
    int ephemeralPortMin();

    /** The highest of them. */
    int ephemeralPortMax();

    /** The name for a text in which bytes may be written as {@code \xNN}, as answers show them. */
    default String unescaped(String text) {
        return text;
    }

    /** True for a recording, where names that were not recorded are unknown. */
    default boolean writtenDown() {
        return false;
    }
}
