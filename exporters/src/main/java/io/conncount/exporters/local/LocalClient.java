package io.conncount.exporters.local;

import io.conncount.exporters.Daemon;
import io.conncount.plan.Answering;
import io.conncount.plan.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
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
public final class LocalClient implements Answering {
    private static final Duration TIME_MAX = Duration.ofSeconds(60);
    private static final long BUSY_NANOS_MAX = Duration.ofSeconds(20).toNanos();
    private static final int FIRST_PAUSE_MILLISECONDS = 20;
    private static final int LAST_PAUSE_MILLISECONDS = 500;

    private final Path socket;
    private final boolean fresh;
    private final Duration timeMax;

    /**
     * A client of the daemon whose socket this is.
     *
     * @param fresh true if what it has counted before will not do
     */
    public LocalClient(Path socket, boolean fresh) {
        this(socket, fresh, TIME_MAX);
    }

    LocalClient(Path socket, boolean fresh, Duration timeMax) {
        this.socket = socket;
        this.fresh = fresh;
        this.timeMax = timeMax;
    }

    /**
     * The daemon's answer, which tells its age.
     *
     * @throws DaemonException if there is no daemon, or it does not answer as it should
     * @throws KernelException if the kernel gave it no answer
     */
    @Override
    public Snapshot collect(Query query) throws IOException, InterruptedException {
        Query asked = new Query(
                query.selection(),
                query.keys(),
                query.exact(),
                query.threadsMax(),
                Math.min(query.groupsMax(), Daemon.GROUPS_MAX));
        byte[] request = new Request(asked, fresh).json();
        if (request.length > Request.BYTES_MAX) {
            throw new DaemonException("the question has " + request.length + " bytes, and the daemon takes "
                    + Request.BYTES_MAX + ": leave --daemon out");
        }
        long startNanos = System.nanoTime();
        int pauseMilliseconds = FIRST_PAUSE_MILLISECONDS;
        while (true) {
            try {
                return exchange(asked, request);
            } catch (BusyException e) {
                if (System.nanoTime() - startNanos > BUSY_NANOS_MAX) {
                    throw new DaemonException("the daemon at " + socket + " is busy: " + e.getMessage()
                            + "; ask again later, or leave --daemon out");
                }
            }
            TimeUnit.MILLISECONDS.sleep(pauseMilliseconds);
            pauseMilliseconds = Math.min(2 * pauseMilliseconds, LAST_PAUSE_MILLISECONDS);
        }
    }

    private Snapshot exchange(Query query, byte[] request) throws IOException {
        try (TimeLimits limits = new TimeLimits();
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return limits.within(timeMax, channel, () -> {
                connect(channel);
                tryToSend(channel, request);
                return new AnswerReader(channel, query).read();
            });
        } catch (KernelException | BusyException | DaemonException e) {
            throw e;
        } catch (MalformedException e) {
            throw new DaemonException("what answers at " + socket + " is no daemon of this conncount: " + e.getMessage()
                    + "; restart the daemon, or leave --daemon out");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new DaemonException(
                    "the daemon at " + socket + " gave no answer: " + reason + "; ask again, or leave --daemon out");
        }
    }

    /** A daemon that is too busy answers and closes without having read: the answer is there all the same. */
    private static void tryToSend(SocketChannel channel, byte[] request) throws IOException {
        try {
            Frames.write(channel, request);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // The answer tells more, if there is one.
            return;
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SocketFile.PATH_BYTES_MAX) {
            throw new DaemonException("there can be no daemon at " + socket + ": a socket's path has at most "
                    + SocketFile.PATH_BYTES_MAX + " bytes, and this has " + bytes);
        }
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof ConnectException || Files.notExists(socket)) {
                throw new DaemonException(
                        "no daemon answers at " + socket + ": " + e.getMessage()
                                + "; start one (conncount serve), set CONNCOUNT_SOCKET to where its socket is, or leave --daemon out");
            }
            throw new DaemonException("cannot ask the daemon at " + socket + ": " + e.getMessage() + "; " + whoMay());
        }
    }

    private String whoMay() {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(socket, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return "it answers " + attributes.owner().getName() + " and the group '"
                    + attributes.group().getName() + "': join it, or leave --daemon out";
        } catch (IOException e) {
            return "its directory is closed to you; leave --daemon out";
        }
    }
}
