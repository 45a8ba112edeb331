package io.conncount.owner;

import io.conncount.filter.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the names in a filter stand for on this host. Nothing is read before a name is asked for. */
public final class HostNames implements Names {
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
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
        try {
            return Integer.parseInt(Files.readString(PORT_RANGE).strip().split("\\s+")[which]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return otherwise;
        }
    }
}
