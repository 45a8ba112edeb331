package io.conncount.sys;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The network namespaces of this host that processes live in, or that are mounted, as {@code ip netns} and container engines
 * do. One that only a descriptor or a thread keeps is not found.
 *
 * @param fault why namespaces may be missing; empty if none is
 */
public record NetNamespaces(List<Namespace> namespaces, Optional<String> fault) {
    /** No more than these are looked at. */
    public static final int NAMESPACES_MAX = 4096;

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final String OF_NETWORK = "net:[";
    private static final List<String> NAMED = List.of("/run/netns/", "/var/run/netns/");

    /**
     * One of them.
     *
     * @param inode identifies it
     * @param mounted where it is mounted; empty if nowhere
     * @param name that of {@code ip netns}
     * @param pid the lowest of the processes in it; empty if there is none
     */
    public record Namespace(long inode, Optional<String> mounted, Optional<String> name, OptionalLong pid) {
        /** The files to enter it by. */
        List<String> paths() {
            List<String> paths = new ArrayList<>(mounted.stream().toList());
            pid.ifPresent(number -> paths.add("/proc/" + number + "/ns/net"));
            return paths;
        }
    }

    /** Those that there are now. */
    public static NetNamespaces list() {
        Map<Long, Namespace> found = new LinkedHashMap<>();
        addMounted(found);
        long hidden = elsewhere(addThoseOfProcesses(found), found.values());
        List<Namespace> namespaces = List.copyOf(found.values());
        if (namespaces.size() > NAMESPACES_MAX) {
            return new NetNamespaces(
                    namespaces.subList(0, NAMESPACES_MAX),
                    Optional.of(
                            "only " + NAMESPACES_MAX + " of " + namespaces.size() + " network namespaces are read"));
        }
        return new NetNamespaces(
                namespaces,
                hidden == 0
                        ? Optional.empty()
                        : Optional.of("the network namespaces of " + hidden
                                + " processes cannot be seen; only root sees them all"));
    }

    /** The namespace of the thread that asks; empty if the system does not say. */
    public static OptionalLong ofThisThread() {
        try {
            return inode(Path.of("/proc/thread-self/ns/net"));
        } catch (AccessDeniedException e) {
            return OptionalLong.empty();
        }
    }

    /** From lines such as {@code 533 30 0:4 net:[4026532288] /run/netns/blue rw - nsfs nsfs rw}. */
    private static void addMounted(Map<Long, Namespace> found) {
        String mounts;
        try {
            mounts = KernelFile.text(MOUNTS);
        } catch (IOException e) {
            return;
        }
        for (String line : mounts.split("\n")) {
            String[] words = line.split(" ", 6);
            long inode = words.length == 6 ? inode(words[3]) : -1;
            if (inode >= 0) {
                String path = path(words[4]);
                Optional<String> name = name(path);
                if (!found.containsKey(inode)
                        || (name.isPresent() && found.get(inode).name().isEmpty())) {
                    found.put(inode, new Namespace(inode, Optional.of(path), name, OptionalLong.empty()));
                }
            }
        }
    }

    /** The name that {@code ip netns} gives to what is mounted here. */
    private static Optional<String> name(String path) {
        for (String directory : NAMED) {
            if (path.startsWith(directory)) {
                return Optional.of(path.substring(directory.length()));
            }
        }
        return Optional.empty();
    }

    private static String path(String word) {
        byte[] bytes = KernelFile.path(word);
        return NameText.of(bytes, bytes.length);
    }

    /** Adds those that are not known yet, and the processes of those that are; returns the processes that hide theirs. */
    private static List<Integer> addThoseOfProcesses(Map<Long, Namespace> found) {
        List<Integer> hidden = new ArrayList<>();
        List<Integer> processes = Processes.list();
        Collections.sort(processes);
        for (int pid : processes) {
            try {
                OptionalLong link = inode(Path.of("/proc", Integer.toString(pid), "ns", "net"));
                if (link.isPresent()) {
                    long inode = link.getAsLong();
                    Namespace known = found.get(inode);
                    if (known == null) {
                        found.put(
                                inode, new Namespace(inode, Optional.empty(), Optional.empty(), OptionalLong.of(pid)));
                    } else if (known.pid.isEmpty()) {
                        found.put(inode, new Namespace(inode, known.mounted, known.name, OptionalLong.of(pid)));
                    }
                }
            } catch (AccessDeniedException e) {
                hidden.add(pid);
            }
        }
        return hidden;
    }

    /**
     * How many of the processes are in none of these namespaces. Whoever may not see the namespace of a process still sees its
     * {@code /proc/PID/net}, of which each namespace has files of its own.
     */
    private static long elsewhere(List<Integer> processes, Collection<Namespace> namespaces) {
        if (processes.isEmpty()) {
            return 0;
        }
        Set<Optional<Object>> files = new HashSet<>();
        for (Namespace namespace : namespaces) {
            if (namespace.pid.isPresent()) {
                files.add(file(namespace.pid.getAsLong()));
            }
        }
        long elsewhere = 0;
        for (int pid : processes) {
            Optional<Object> file = file(pid);
            elsewhere += file.isPresent() && !files.contains(file) ? 1 : 0;
        }
        return elsewhere;
    }

    /** The number of one of these files; empty if the process has ended. */
    private static Optional<Object> file(long pid) {
        try {
            return Optional.of(Files.getAttribute(Path.of("/proc", Long.toString(pid), "net", "dev"), "unix:ino"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The namespace of a process; empty if it has just ended. */
    private static OptionalLong inode(Path link) throws AccessDeniedException {
        try {
            long inode = inode(Files.readSymbolicLink(link).toString());
            return inode < 0 ? OptionalLong.empty() : OptionalLong.of(inode);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The number in a text such as {@code net:[4026532288]}; negative if it is none of a network namespace. */
    private static long inode(String identity) {
        return identity.startsWith(OF_NETWORK) && identity.endsWith("]")
                ? KernelFile.number(identity.substring(OF_NETWORK.length(), identity.length() - 1))
                : -1;
    }
}
