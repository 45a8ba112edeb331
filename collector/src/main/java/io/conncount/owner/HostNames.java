package io.conncount.owner;

import io.conncount.sys.Interfaces;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The names of this host, as they are now. Nothing is read before a name is asked for. */
public record HostNames() implements SocketNames {
    private static final String PORT_RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
    private static final int RANGE_BYTES_MAX = 64;

    @Override
    public Optional<String> user(long uid) {
        return UserNames.ofHost().name(uid);
    }

    @Override
    public Optional<String> interfaceName(int index) {
        return Interfaces.name(index);
    }

    @Override
    public Optional<String> cgroupPath(long id) {
        return CgroupPaths.ofHost().path(id);
    }

    @Override
    public Optional<Integer> port(String service) {
        return ServiceNames.ofHost().port(service);
    }

    @Override
    public Optional<Integer> interfaceIndex(String name) {
        return Spellings.find(name, Interfaces::index);
    }

    @Override
    public Optional<Long> uid(String user) {
        return Spellings.find(user, UserNames.ofHost()::uid);
    }

    @Override
    public Optional<Long> cgroupId(String path) {
        return Spellings.find(path, CgroupPaths.ofHost()::id);
    }

    @Override
    public int ephemeralPortMin() {
        return ephemeralPort(0, KnownNames.EPHEMERAL_PORT_MIN_DEFAULT);
    }

    @Override
    public int ephemeralPortMax() {
        return ephemeralPort(1, KnownNames.EPHEMERAL_PORT_MAX_DEFAULT);
    }

    /** One of the two numbers in the file; the kernel's default (ip-sysctl) where it cannot be read. */
    private static int ephemeralPort(int which, int otherwise) {
        // In one read: a second one, from where the first has ended, finds nothing.
        try (InputStream file = new FileInputStream(PORT_RANGE)) {
            String range = new String(file.readNBytes(RANGE_BYTES_MAX), StandardCharsets.US_ASCII);
            return Integer.parseInt(range.strip().split("\\s+")[which]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return otherwise;
        }
    }
}
