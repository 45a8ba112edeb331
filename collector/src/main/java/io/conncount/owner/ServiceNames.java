package io.conncount.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of services by protocol and port, from a file in the format of services(5), read when the first is asked for. */
public final class ServiceNames {
    private static final ServiceNames OF_HOST = new ServiceNames(Path.of("/etc/services"));

    private static final int LINES_MAX = 100_000;

    private final Path services;
    private Map<String, String> names;

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
        if (names == null) {
            names = read();
        }
        return Optional.ofNullable(names.get(port + "/" + protocol));
    }

    /** Lines such as {@code https  443/tcp  # comment}; of several names for a port, the first counts. */
    private Map<String, String> read() {
        Map<String, String> found = new HashMap<>();
        try (Stream<String> lines = Files.lines(services, StandardCharsets.ISO_8859_1)) {
            lines.limit(LINES_MAX)
                    .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                    .filter(words -> words.length >= 2)
                    .forEach(words -> found.putIfAbsent(words[1], words[0]));
        } catch (IOException | java.io.UncheckedIOException e) {
            // Numbers are an answer too.
            return found;
        }
        return found;
    }
}
