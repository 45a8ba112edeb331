package io.conncount.owner;

import io.conncount.filter.Names;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the names in a filter stand for on this host. Nothing is read before a name is asked for. */
public final class HostNames implements Names {
    private static final String PORT_RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
    private static final int RANGE_BYTES_MAX = 64;
    private static final int PORT_MIN_DEFAULT = 32_768;
    private static final int PORT_MAX_DEFAULT = 60_999;

    @Override
    public Optional<Integer> port(String service) {
        return ServiceNames.ofHost().port(service);
    }

    @Override
    public Optional<Integer> interfaceIndex(String name) {
        return InterfaceNames.ofHost().index(name);
    }

    @Override
    public Optional<Long> uid(String user) {
        return UserNames.ofHost().uid(user);
    }

    @Override
    public Optional<Long> cgroupId(String path) {
        return CgroupPaths.ofHost().id(path);
    }

    @Override
    public int ephemeralPortMin() {
        return ephemeralPort(0, PORT_MIN_DEFAULT);
    }

    @Override
    public int ephemeralPortMax() {
        return ephemeralPort(1, PORT_MAX_DEFAULT);
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
