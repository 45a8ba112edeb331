package io.conncount.exporters.web;

import io.conncount.exporters.web.Request.RequestException;
import io.conncount.exporters.web.WebServer.Limits;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A client's connection, served by the thread that runs it. Reads and writes wait for the client; what ends them in time is
 * {@link Connections}, which closes the socket below them. That needs no lock that a waiting thread may hold.
 */
final class Connection implements Runnable {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final Duration GOODBYE_MAX = Duration.ofSeconds(1);
    private static final int GOODBYE_BYTES_MAX = 64 * 1024;
    private static final int READ_BYTES = 2048;
    private static final int WRITE_BYTES = 16 * 1024;

    private final Socket socket;
    private final Connections connections;
    private final Site site;
    private final Limits limits;

    private volatile Exchange exchange;
    private volatile long sinceNanos;
    private volatile long deadlineNanos;

    /** A connection that was just accepted. */
    Connection(Socket socket, Connections connections, Site site, Limits limits) {
        this.socket = socket;
        this.connections = connections;
        this.site = site;
        this.limits = limits;
        allow(limits.headMax());
    }

    @Override
    public void run() {
        try (Socket channel = site.secured(socket)) {
            serve(channel);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "a connection from " + client().getHostAddress() + " ended: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "serving " + client().getHostAddress() + " failed: " + e);
        } finally {
            cut();
            connections.remove(this);
        }
    }

    private void serve(Socket channel) throws IOException {
        InputStream in = new BufferedInputStream(channel.getInputStream(), READ_BYTES);
        OutputStream out = new BufferedOutputStream(channel.getOutputStream(), WRITE_BYTES);
        boolean first = true;
        boolean more = true;
        while (more && isNextBegun(in)) {
            if (!first) {
                allow(limits.headMax());
            }
            first = false;
            try {
                Request request = Request.read(in, limits);
                exchange = new Exchange(request, client(), out);
                allow(limits.answerMax());
                more = site.answer(exchange) && !connections.isClosing();
            } catch (RequestException e) {
                allow(limits.answerMax());
                Exchange.refuse(out, e);
                sayGoodbye(channel);
                return;
            }
            exchange = null;
            allow(limits.idleMax());
        }
    }

    private static boolean isNextBegun(InputStream in) throws IOException {
        in.mark(1);
        boolean begun = in.read() >= 0;
        in.reset();
        return begun;
    }

    /** Reads on for a moment, for closing with bytes unread would take the answer away from the client. */
    private void sayGoodbye(Socket channel) throws IOException {
        allow(GOODBYE_MAX);
        channel.shutdownOutput();
        socket.getInputStream().skip(GOODBYE_BYTES_MAX);
    }

    private void allow(Duration time) {
        long now = System.nanoTime();
        deadlineNanos = now + time.toNanos();
        sinceNanos = now;
    }

    /** True if the client has had more time than it may take. */
    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    /** True while a request is being answered. */
    boolean isAnswering() {
        return exchange != null;
    }

    /** True if its answer has been on its way to the client for longer than this. */
    boolean isSendingFor(Duration time) {
        Exchange current = exchange;
        return current != null
                && current.isSending()
                && System.nanoTime() - current.sendingSinceNanos() >= time.toNanos();
    }

    /** When it began with what it does or waits for, by {@link System#nanoTime}. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** The client's address. */
    InetAddress client() {
        return socket.getInetAddress();
    }

    /** Ends it at once, without a word to the client; never waits. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "closing a connection failed: " + e.getMessage());
        }
    }
}
