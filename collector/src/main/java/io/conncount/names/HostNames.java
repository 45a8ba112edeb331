package io.conncount.names;

import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelFile;
import io.conncount.sys.LibcNames;
import io.conncount.sys.NameText;
import io.conncount.sys.Sysctl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The current names of this host. Nothing is read before a name is needed.
 *
 * @param severalNamespaces true for sockets of several network namespaces: interfaces have no names then, for those of the
 *     calling thread's namespace would be wrong
 */
public record HostNames(boolean severalNamespaces) implements SocketNames {
    private static final List<String> PORT_RANGE_SYSCTLS =
            List.of("net.inet.ip.portrange.first", "net.inet.ip.portrange.last");

    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** Those for sockets of the calling thread's network namespace. */
    public HostNames() {
        this(false);
    }

    @Override
    public Optional<String> user(long uid) {
        return UserNames.ofHost().name(uid);
    }

    @Override
    public Optional<String> interfaceName(int index) {
        return severalNamespaces ? Optional.empty() : LibcNames.interfaceName(index);
    }

    @Override
    public Optional<String> cgroupPath(long id) {
        return CgroupPaths.ofHost().path(id);
    }

    @Override
    public Optional<String> netns(long inode) {
        return NamespaceNames.ofHost().name(inode);
    }

    @Override
    public Optional<Long> netnsInode(String name) {
        return NameText.find(name, NamespaceNames.ofHost()::inode);
    }

    @Override
    public Optional<Integer> port(String service) {
        return ServiceNames.ofHost().port(service);
    }

    @Override
    public Optional<Integer> interfaceIndex(String name) {
        return severalNamespaces ? Optional.empty() : NameText.find(name, LibcNames::interfaceIndex);
    }

    @Override
    public Optional<Long> uid(String user) {
        return NameText.find(user, UserNames.ofHost()::uid);
    }

    @Override
    public Optional<Long> cgroupId(String path) {
        return NameText.find(path, CgroupPaths.ofHost()::id);
    }

    @Override
    public List<Long> cgroupIdsIn(String path) {
        return NameText.find(path, CgroupPaths.ofHost()::idsIn).orElse(List.of());
    }

    @Override
    public Map<Long, String> cgroupPaths() {
        return CgroupPaths.ofHost().all();
    }

    @Override
    public boolean cgroupPartsKnown() {
        return CgroupPaths.ofHost().mounted();
    }

    @Override
    public int ephemeralPortMin() {
        return ephemeralPort(0, KnownNames.EPHEMERAL_PORT_MIN_DEFAULT);
    }

    @Override
    public int ephemeralPortMax() {
        return ephemeralPort(1, KnownNames.EPHEMERAL_PORT_MAX_DEFAULT);
    }

    /** One of the two numbers of the range; Linux's default (ip-sysctl) where it cannot be read. */
    private static int ephemeralPort(int which, int otherwise) {
        if (HostSystem.current() == HostSystem.FREEBSD) {
            return (int) new Sysctl().number(PORT_RANGE_SYSCTLS.get(which)).orElse(otherwise);
        }
        try {
            return Integer.parseInt(KernelFile.text(PORT_RANGE).strip().split("\\s+")[which]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return otherwise;
        }
    }
}
