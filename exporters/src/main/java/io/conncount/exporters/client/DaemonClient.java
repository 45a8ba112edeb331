package io.conncount.exporters.client;

import io.conncount.collect.SnapshotSource;
import io.conncount.exporters.message.Answer;
import io.conncount.exporters.message.Answer.BusyException;
import io.conncount.exporters.message.Answer.RefusedException;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.message.TimeLimits;
import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the daemon of this host. */
public final class DaemonClient implements SnapshotSource {
    private static final Duration TIME_MAX = Duration.ofSeconds(60);
    private static final long BUSY_NANOS_MAX = Duration.ofSeconds(20).toNanos();
    private static final int FIRST_PAUSE_MILLISECONDS = 20;
    private static final int LAST_PAUSE_MILLISECONDS = 500;

    private final Path socket;
    private final boolean fresh;
    private final Duration timeMax;

    /**
     * A client of the daemon at this socket.
     *
     * @param fresh true if what it has counted before will not do
     */
    public DaemonClient(Path socket, boolean fresh) {
        this(socket, fresh, TIME_MAX);
    }

    DaemonClient(Path socket, boolean fresh, Duration timeMax) {
        this.socket = socket;
        this.fresh = fresh;
        this.timeMax = timeMax;
    }

    /**
     * The daemon's answer, with its age.
     *
     * @throws DaemonException if no daemon is listening, or its answer is invalid
     * @throws KernelException if the kernel gave it no answer
     */
    @Override
    public Snapshot collect(Query query) throws IOException, InterruptedException {
        Request request = new Request(query, fresh);
        byte[] bytes = bytes(request);
        long startNanos = System.nanoTime();
        int pauseMilliseconds = FIRST_PAUSE_MILLISECONDS;
        while (true) {
            try {
                return exchange(request.query(), bytes);
            } catch (BusyException e) {
                if (System.nanoTime() - startNanos > BUSY_NANOS_MAX) {
                    throw new DaemonException("the daemon at " + socket + " is busy: " + e.getMessage()
                            + "; try again later, or run without --daemon");
                }
            }
            TimeUnit.MILLISECONDS.sleep(pauseMilliseconds);
            pauseMilliseconds = Math.min(2 * pauseMilliseconds, LAST_PAUSE_MILLISECONDS);
        }
    }

    private static byte[] bytes(Request request) throws IOException {
        try {
            return request.bytes();
        } catch (ProtocolException e) {
            throw new DaemonException(
                    "the daemon cannot answer this question: " + e.getMessage() + "; run without --daemon");
        }
    }

    private Snapshot exchange(Query query, byte[] request) throws IOException {
        try (TimeLimits limits = new TimeLimits();
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return limits.within(timeMax, channel, () -> {
                connect(channel);
                tryToSend(channel, request);
                return Answer.read(channel, query);
            });
        } catch (KernelException | BusyException | DaemonException e) {
            throw e;
        } catch (RefusedException e) {
            throw new DaemonException(e.getMessage());
        } catch (ProtocolException e) {
            throw new DaemonException("the server at " + socket + " is not a conncount daemon of this version: "
                    + e.getMessage() + "; restart the daemon, or run without --daemon");
        } catch (EOFException e) {
            throw new DaemonException("the daemon at " + socket
                    + " closed the connection before its answer was complete; try again, or run without --daemon");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new DaemonException(
                    "the daemon at " + socket + " did not answer: " + reason + "; try again, or run without --daemon");
        }
    }

    /** A daemon that is too busy answers and closes without having read: the answer is there all the same. */
    private static void tryToSend(SocketChannel channel, byte[] request) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // The answer, if any, has the reason.
            return;
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Request.SOCKET_PATH_BYTES_MAX) {
            throw new DaemonException("the socket path " + socket + " is too long: the limit is "
                    + Request.SOCKET_PATH_BYTES_MAX + " bytes, but this has " + bytes);
        }
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof ConnectException || Files.notExists(socket)) {
                throw new DaemonException("no daemon is listening at " + socket + ": " + e.getMessage()
                        + "; start one (conncount serve), set CONNCOUNT_SOCKET to its socket, or run without --daemon");
            }
            throw new DaemonException(
                    "cannot connect to the daemon at " + socket + ": " + e.getMessage() + "; " + whoMay());
        }
    }

    private String whoMay() {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(socket, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return "it accepts only " + attributes.owner().getName() + " and the group '"
                    + attributes.group().getName() + "': join the group, or run without --daemon";
        } catch (IOException e) {
            return "you cannot access its directory; run without --daemon";
        }
    }

    /** The daemon gave no answer. The message says in one line what was tried, what came of it, and what to do. */
    public static final class DaemonException extends IOException {
        private static final long serialVersionUID = 1;

        DaemonException(String message) {
            super(message);
        }
    }
}
