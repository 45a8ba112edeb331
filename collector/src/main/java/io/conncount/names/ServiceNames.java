package io.conncount.names;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of services and their ports, from a file in the format of services(5), read on first use. */
public final class ServiceNames {
    private static final ServiceNames OF_HOST = new ServiceNames(Path.of("/etc/services"));

    private static final int LINES_MAX = 100_000;

    private final Path services;
    /** Names by {@code 443/tcp}, and ports by name or alias: of several the first line counts. */
    private Map<String, String> names;

    private Map<String, Integer> ports;

    ServiceNames(Path services) {
        this.services = services;
    }

    /** The services in {@code /etc/services}. */
    public static ServiceNames ofHost() {
        return OF_HOST;
    }

    /**
     * The name of a service.
     *
     * @param protocol {@code tcp}, {@code udp} and the like
     */
    public synchronized Optional<String> of(String protocol, int port) {
        read();
        return Optional.ofNullable(names.get(port + "/" + protocol));
    }

    /** The port that the first line with this name or alias gives, whatever its protocol. */
    synchronized Optional<Integer> port(String service) {
        read();
        return Optional.ofNullable(ports.get(service));
    }

    private void read() {
        if (names != null) {
            return;
        }
        names = new HashMap<>();
        ports = new HashMap<>();
        TextTable.read(services, LINES_MAX, "\\d{1,5}/\\w+", this::put);
    }

    /** A line such as {@code http 80/tcp www}. */
    private void put(String[] words) {
        names.putIfAbsent(words[1], words[0]);
        int port = Integer.parseInt(words[1].split("/")[0]);
        for (int i = 0; i < words.length; i++) {
            if (i != 1) {
                ports.putIfAbsent(words[i], port);
            }
        }
    }
}
