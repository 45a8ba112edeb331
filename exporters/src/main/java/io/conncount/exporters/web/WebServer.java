package io.conncount.exporters.web;

import io.conncount.view.Escaper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves pages over HTTP or HTTPS, within limits on time, size and number ({@link Limits}).
 *
 * <p>A thread an address accepts, a thread a connection serves, and one looks four times a second for what has had its
 * time: a handshake, a request that does not arrive, an answer that is not read, an idle connection. It closes the socket,
 * whatever state TLS is in. Requests are small and without a body, or refused. Where all connections are taken, a new one
 * replaces one of the client that has the most. A request beyond the limit on requests at once gets 503.
 *
 * <p>Not the JDK's HttpServer, which has no limit per client, and whose HTTPS a single client that does not
 * read stops for good: see {@code docs/decisions}.
 */
public final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final int LATE_EVERY_MILLIS = 250;
    private static final int CHANGED_EVERY_MILLIS = 1000;
    private static final Duration DRAIN_MAX = Duration.ofMillis(800);

    private final List<Listener> listeners = new ArrayList<>();
    private final Configuration configuration;
    private final Limits limits;
    private final Site site;
    private final Connections connections;
    private final PasswordChecks passwords = new PasswordChecks(Users::matches, PasswordChecks.WAIT_MAX);
    private final ExecutorService threads = Executors.newCachedThreadPool(new Named());
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, new Named());
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A server that listens already, and answers once it is started.
     *
     * @param pages the handlers by exact path
     * @throws IOException if an address cannot be had, or the configuration is wrong; the message says which and why
     */
    public WebServer(Options options, Map<String, Page> pages) throws IOException {
        this(options, pages, Limits.DEFAULT);
    }

    WebServer(Options options, Map<String, Page> pages, Limits limits) throws IOException {
        this.limits = limits;
        configuration = new Configuration(options.configFile());
        connections = new Connections(limits.connectionsMax());
        site = new Site(pages, options.requestsMax(), configuration, connections, passwords);
        try {
            List<InetSocketAddress> addresses = options.addresses();
            listeners.addAll(addresses.isEmpty() ? Listener.passed() : Listener.on(addresses));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The addresses it listens on. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** The same for people: {@code [::]:80 (IPv4 too)}. */
    public List<String> places() {
        return listeners.stream().map(Listener::text).toList();
    }

    /** Begins to answer. */
    public void start() {
        listeners.forEach(listener -> threads.execute(() -> accept(listener.socket())));
        every(LATE_EVERY_MILLIS, connections::cutLate);
        every(CHANGED_EVERY_MILLIS, configuration::reloadIfChanged);
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.log(Level.WARNING, "cannot accept a connection: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        Connection connection = new Connection(socket, connections, site, limits);
        if (!connections.add(connection)) {
            connection.cut();
            return;
        }
        try {
            threads.execute(connection);
        } catch (OutOfMemoryError | RejectedExecutionException e) { // no more threads, or just closed
            connection.cut();
            connections.remove(connection);
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What failed, such as for want of descriptors, would fail at once again. */
    private void pause() {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void every(int millis, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) { // thrown on, it would end the schedule
                LOG.log(Level.ERROR, "the web server's clock: " + e);
            }
        };
        Future<?> unused = clock.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Reads the configuration file again; if it is wrong, that is logged and the old one stays in force. */
    public void reload() {
        configuration.reload();
    }

    /** Ends within a second: what is being answered may finish, nothing new is begun. */
    @Override
    public void close() {
        closed.countDown();
        for (Listener listener : listeners) {
            try {
                listener.socket().close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot close an address: " + e.getMessage());
            }
        }
        connections.drain(DRAIN_MAX);
        clock.shutdownNow();
        passwords.close();
        threads.shutdownNow();
    }

    /** Threads that do not keep the program alive. */
    private static final class Named implements ThreadFactory {
        private static final AtomicInteger COUNT = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("web-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }

    /**
     * What clients may take of the server.
     *
     * @param connectionsMax how many may be open at once; each costs a thread and, with TLS, some 100 kB
     * @param headBytesMax the length of a request's line and headers
     * @param headersMax how many headers a request may have
     * @param headMax how long a request's line and headers may take to arrive, with the TLS handshake before them
     * @param answerMax how long making an answer, and the client's reading it, may take
     * @param idleMax how long a connection may wait for its next request; longer than a minute, for that is a common interval
     */
    record Limits(
            int connectionsMax,
            int headBytesMax,
            int headersMax,
            Duration headMax,
            Duration answerMax,
            Duration idleMax) {
        static final Limits DEFAULT =
                new Limits(128, 8192, 64, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    /**
     * Where and how pages are served.
     *
     * @param addresses where to listen, a port of 0 being any free one; empty to take the sockets that the service manager
     *     has passed
     * @param requestsMax how many requests may be worked on at once
     * @param configFile the web configuration in exporter-toolkit's format; empty for plain HTTP without authentication
     */
    public record Options(List<InetSocketAddress> addresses, int requestsMax, Optional<Path> configFile) {
        /** Copies what it is given. */
        public Options {
            addresses = List.copyOf(addresses);
        }
    }

    /** What answers under a path. */
    @FunctionalInterface
    public interface Page {
        /** The answer to a GET; to a HEAD its headers are sent alone. */
        Response handle(Request request);
    }

    /** A web configuration that is wrong. The message is one line: the file, its line, the key, and what is wrong. */
    public static final class WebConfigException extends IOException {
        private static final long serialVersionUID = 1;
        private static final int LENGTH_MAX = 400;

        WebConfigException(String message) {
            super(Escaper.cut(Escaper.message(message), LENGTH_MAX)); // a file may hold anything
        }
    }
}
