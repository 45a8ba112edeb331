package io.conncount.sys;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern IDENTITY = Pattern.compile("net:\\[(\\d{1,18})]");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
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
            Matcher identity = IDENTITY.matcher(words.length == 6 ? words[3] : "");
            if (identity.matches()) {
                long inode = Long.parseLong(identity.group(1));
                String path = path(words[4]);
                Optional<String> name = NAMED.stream()
                        .filter(path::startsWith)
                        .map(directory -> path.substring(directory.length()))
                        .findFirst();
                if (!found.containsKey(inode)
                        || (name.isPresent() && found.get(inode).name().isEmpty())) {
                    found.put(inode, new Namespace(inode, Optional.of(path), name, OptionalLong.empty()));
                }
            }
        }
    }

    /** A mount point as the kernel writes it, byte for character, where a blank is {@code \040}. */
    private static String path(String word) {
        byte[] bytes = OCTAL.matcher(word)
                .replaceAll(octal -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))))
                .getBytes(StandardCharsets.ISO_8859_1);
        return NameText.of(bytes, bytes.length);
    }

    /** Adds those that are not known yet, and the processes of those that are; returns the processes that hide theirs. */
    private static List<Long> addThoseOfProcesses(Map<Long, Namespace> found) {
        List<Long> hidden = new ArrayList<>();
        for (long pid : processes()) {
            try {
                OptionalLong inode = inode(Path.of("/proc", Long.toString(pid), "ns", "net"));
                if (inode.isPresent()) {
                    found.merge(
                            inode.getAsLong(),
                            new Namespace(inode.getAsLong(), Optional.empty(), Optional.empty(), OptionalLong.of(pid)),
                            (known, other) -> known.pid.isPresent()
                                    ? known
                                    : new Namespace(known.inode, known.mounted, known.name, other.pid));
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
    private static long elsewhere(List<Long> processes, Collection<Namespace> namespaces) {
        Set<Object> files = new HashSet<>();
        if (!processes.isEmpty()) {
            namespaces.forEach(
                    namespace -> namespace.pid.ifPresent(pid -> file(pid).ifPresent(files::add)));
        }
        return processes.stream()
                .flatMap(pid -> file(pid).stream())
                .filter(file -> !files.contains(file))
                .count();
    }

    /** The number of one of these files; empty if the process has ended. */
    private static Optional<Object> file(long pid) {
        try {
            return Optional.of(Files.getAttribute(Path.of("/proc", Long.toString(pid), "net", "dev"), "unix:ino"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long[] processes() {
        String[] names = new File("/proc").list();
        return Arrays.stream(names == null ? new String[0] : names)
                .filter(name -> NUMBER.matcher(name).matches())
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();
    }

    /** The namespace of a process; empty if it has just ended. */
    private static OptionalLong inode(Path link) throws AccessDeniedException {
        try {
            Matcher identity = IDENTITY.matcher(Files.readSymbolicLink(link).toString());
            return identity.matches() ? OptionalLong.of(Long.parseLong(identity.group(1))) : OptionalLong.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
