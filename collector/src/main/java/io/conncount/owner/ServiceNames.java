package io.conncount.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Ports of services by name, from a file in the format of services(5). */
final class ServiceNames {
    private static final ServiceNames OF_HOST = new ServiceNames(Path.of("/etc/services"));

    private static final int LINES_MAX = 100_000;
    private static final int PORT_MAX = 65_535;

    private final Path services;

    ServiceNames(Path services) {
        this.services = services;
    }

    /** The services in {@code /etc/services}. */
    static ServiceNames ofHost() {
        return OF_HOST;
    }

    /** The port that the first line with this name or alias gives, whatever its protocol. */
    Optional<Integer> port(String service) {
        try (Stream<String> lines = Files.lines(services, StandardCharsets.ISO_8859_1)) {
            return lines.limit(LINES_MAX)
                    .map(line -> port(service, line))
                    .filter(port -> port >= 0 && port <= PORT_MAX)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            // Where there is no such file, ports have no names.
            return Optional.empty();
        }
    }

    /** Of a line such as {@code http 80/tcp www # WorldWideWeb}; -1 if it is about another service. */
    private static int port(String service, String line) {
        String[] words = line.split("#", 2)[0].strip().split("\\s+");
        if (words.length < 2 || !words[1].matches("\\d{1,5}/\\w+")) {
            return -1;
        }
        for (int i = 0; i < words.length; i++) {
            if (i != 1 && words[i].equals(service)) {
                return Integer.parseInt(words[1].split("/")[0]);
            }
        }
        return -1;
    }
}
