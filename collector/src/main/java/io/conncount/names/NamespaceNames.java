package io.conncount.names;

import io.conncount.sys.KernelFile;
import io.conncount.sys.NetNamespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of network namespaces: that of {@code ip netns}; else that of the systemd unit or the container which the process with
 * the lowest id in it belongs to, the last part of its cgroup. They are looked up when one is needed, but at most every five
 * seconds, and at least every minute.
 */
final class NamespaceNames {
    private static final long LOAD_AGAIN_AFTER_NANOS = 5_000_000_000L;
    private static final long OLD_AFTER_NANOS = 60_000_000_000L;

    /** The cgroup that systemd puts itself in, below that of the container it runs. */
    private static final String SYSTEMD = "/init.scope";

    private static final NamespaceNames OF_HOST = new NamespaceNames();

    private final Map<Long, String> names = new HashMap<>();
    private long loadedNanos = System.nanoTime() - OLD_AFTER_NANOS;

    private NamespaceNames() {}

    /** Those of this host. */
    static NamespaceNames ofHost() {
        return OF_HOST;
    }

    /** The name; empty where nothing has given it one. */
    synchronized Optional<String> name(long inode) {
        long ageNanos = System.nanoTime() - loadedNanos;
        if (ageNanos >= OLD_AFTER_NANOS || (!names.containsKey(inode) && ageNanos >= LOAD_AGAIN_AFTER_NANOS)) {
            load();
        }
        return Optional.ofNullable(names.get(inode));
    }

    /** The inode number of the namespace with this name. */
    synchronized Optional<Long> inode(String name) {
        load();
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            if (entry.getValue().equals(name)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private void load() {
        names.clear();
        Map<String, Integer> bearers = new HashMap<>();
        for (NetNamespaces.Namespace namespace : NetNamespaces.list().namespaces()) {
            Optional<String> name = namespace.name().or(() -> nameOfProcess(namespace));
            if (name.isPresent()) {
                names.put(namespace.inode(), name.get());
                bearers.merge(name.get(), 1, Integer::sum);
            }
        }
        // A name that several have tells them apart only with the number.
        names.replaceAll((inode, name) -> bearers.get(name) == 1 ? name : name + ":" + inode);
        loadedNanos = System.nanoTime();
    }

    private static Optional<String> nameOfProcess(NetNamespaces.Namespace namespace) {
        if (namespace.pid().isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of("/proc", Long.toString(namespace.pid().getAsLong()), "cgroup");
        try {
            return nameIn(KernelFile.text(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** From lines such as {@code 0::/system.slice/nginx.service}; that of version 2 comes last. */
    static Optional<String> nameIn(String cgroups) {
        Optional<String> name = Optional.empty();
        for (String line : cgroups.split("\n")) {
            String path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1);
            boolean below = path.endsWith(SYSTEMD) && path.length() > SYSTEMD.length();
            String named = below ? path.substring(0, path.length() - SYSTEMD.length()) : path;
            String last = named.substring(named.lastIndexOf('/') + 1);
            name = last.isEmpty() ? name : Optional.of(last);
        }
        return name;
    }
}
