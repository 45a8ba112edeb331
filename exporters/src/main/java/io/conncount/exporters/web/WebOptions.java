package io.conncount.exporters.web;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and how pages are served.
 *
 * @param addresses where to listen, a port of 0 being any free one; empty to take the sockets that the service manager
 *     has passed
 * @param requestsMax how many requests may be worked on at once
 * @param configFile the web configuration in exporter-toolkit's format; empty for plain HTTP without authentication
 */
public record WebOptions(List<InetSocketAddress> addresses, int requestsMax, Optional<Path> configFile) {
    /** Copies what it is given. */
    public WebOptions {
        addresses = List.copyOf(addresses);
    }
}
