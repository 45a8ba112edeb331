package io.conncount.names;

import io.conncount.sys.NameText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recorded names of a host, which may be another one and is not asked. Only services are named as
 * here, for their names are the same everywhere.
 *
 * @param users names by uid
 * @param interfaces names by index
 * @param cgroups paths by id
 * @param cgroupPartsKnown false if these paths do not show units, containers and pods
 * @param ephemeralPortMin the lowest local port that the kernel assigns
 * @param ephemeralPortMax the highest of them
 */
public record KnownNames(
        Map<Long, String> users,
        Map<Long, String> interfaces,
        Map<Long, String> cgroups,
        boolean cgroupPartsKnown,
        int ephemeralPortMin,
        int ephemeralPortMax)
        implements SocketNames {
    /** The default start of the range of local ports (ip-sysctl). */
    static final int EPHEMERAL_PORT_MIN_DEFAULT = 32_768;
    /** Where it ends. */
    static final int EPHEMERAL_PORT_MAX_DEFAULT = 60_999;

    /** No names: numbers are shown. */
    public static final KnownNames NONE = new KnownNames(Map.of(), Map.of(), Map.of());

    /** These names, and the kernel's default range of local ports. */
    public KnownNames(Map<Long, String> users, Map<Long, String> interfaces, Map<Long, String> cgroups) {
        this(users, interfaces, cgroups, true, EPHEMERAL_PORT_MIN_DEFAULT, EPHEMERAL_PORT_MAX_DEFAULT);
    }

    /** Copies what it is given. */
    public KnownNames {
        users = Map.copyOf(users);
        interfaces = Map.copyOf(interfaces);
        cgroups = Map.copyOf(cgroups);
    }

    @Override
    public Optional<String> user(long uid) {
        return Optional.ofNullable(users.get(uid));
    }

    @Override
    public Optional<String> interfaceName(int index) {
        return Optional.ofNullable(interfaces.get((long) index));
    }

    @Override
    public Optional<String> cgroupPath(long id) {
        return Optional.ofNullable(cgroups.get(id));
    }

    @Override
    public Optional<Integer> port(String service) {
        return ServiceNames.ofHost().port(service);
    }

    @Override
    public Optional<Integer> interfaceIndex(String name) {
        return number(interfaces, name).map(Long::intValue);
    }

    @Override
    public Optional<Long> uid(String user) {
        return number(users, user);
    }

    @Override
    public Optional<Long> cgroupId(String path) {
        boolean slashBehind = path.length() > 1 && path.endsWith("/");
        return number(cgroups, slashBehind ? path.substring(0, path.length() - 1) : path);
    }

    @Override
    public List<Long> cgroupIdsIn(String path) {
        return cgroupId(path).map(id -> idsIn(cgroups, cgroups.get(id))).orElse(List.of());
    }

    @Override
    public Map<Long, String> cgroupPaths() {
        return cgroups;
    }

    /** The ids of the cgroup with this path and of those below it. */
    static List<Long> idsIn(Map<Long, String> cgroups, String path) {
        String before = path.equals("/") ? path : path + "/";
        return cgroups.entrySet().stream()
                .filter(group ->
                        group.getValue().equals(path) || group.getValue().startsWith(before))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Optional<String> netns(long inode) {
        return Optional.empty();
    }

    @Override
    public Optional<Long> netnsInode(String name) {
        return Optional.empty();
    }

    @Override
    public boolean writtenDown() {
        return true;
    }

    private static Optional<Long> number(Map<Long, String> names, String name) {
        return NameText.find(name, spelling -> exactly(names, spelling));
    }

    private static Optional<Long> exactly(Map<Long, String> names, String name) {
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            if (entry.getValue().equals(name)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
