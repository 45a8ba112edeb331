package io.conncount.exporters.socket;

import io.conncount.collect.Collector;
import io.conncount.exporters.message.Answer;
import io.conncount.exporters.message.Answer.BusyException;
import io.conncount.exporters.message.Answer.Refusal;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.message.TimeLimits;
import io.conncount.query.Query;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Sampler.SamplerException;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers callers on this host over a Unix domain socket, one question a connection ({@code docs/local-socket.md}).
 * Anyone with write permission on the socket may ask.
 */
public final class LocalServer implements AutoCloseable {
    /** The limit on callers at once; others are told to try again. */
    static final int CALLERS_MAX = 128;

    private static final Duration REQUEST_TIME = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
    private static final int IDLE_THREAD_SECONDS = 10;
    private static final int PAUSE_MILLISECONDS = 100;
    private static final Logger LOG = Logger.getLogger(LocalServer.class.getName());

    private final SocketFile socket;
    private final Questions questions;
    private final TimeLimits limits = new TimeLimits();
    private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();
    private final ExecutorService acceptor = Executors.newSingleThreadExecutor();
    private final ExecutorService answering =
            new ThreadPoolExecutor(0, CALLERS_MAX, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());

    /**
     * A server that listens already, and answers once it is started.
     *
     * @param sampled the questions that are sampled anyway, and their samples
     * @throws IOException if the socket cannot be had; the message says why
     */
    public LocalServer(Address address, Sampler sampler, Collector collector, Map<Query, Series<Snapshot>> sampled)
            throws IOException {
        this(address, new Questions(sampled, query -> sampler.ask(() -> collector.collect(query), Snapshot::fault)));
    }

    LocalServer(Address address, Questions questions) throws IOException {
        this.questions = questions;
        socket = SocketFile.listen(address);
    }

    /** Begins to answer. */
    public void start() {
        acceptor.execute(this::accept);
    }

    /** Reads of the kernel for callers since the start. */
    public long walks() {
        return questions.walks();
    }

    /** Questions from callers since the start. */
    public long callers() {
        return questions.callers();
    }

    private void accept() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                admit(socket.channel().accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot accept a connection on the local socket; trying again", e);
                if (pauseInterrupted()) {
                    return;
                }
            }
        }
    }

    /** Waits a little: what keeps callers away, such as too many open files, is not over at once. */
    private static boolean pauseInterrupted() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void admit(SocketChannel caller) {
        callers.add(caller);
        try {
            answering.execute(() -> serve(caller));
        } catch (RejectedExecutionException e) {
            // So few bytes find room in the socket at once, whether the caller reads them or not.
            tryToWrite(caller, Refusal.BUSY, CALLERS_MAX + " callers are already being served");
            end(caller);
        }
    }

    private void end(SocketChannel caller) {
        callers.remove(caller);
        TimeLimits.closeQuietly(caller);
    }

    private void serve(SocketChannel caller) {
        try {
            answer(caller, request(caller));
        } catch (EOFException e) {
            tryToWrite(caller, Refusal.REQUEST, "the request is incomplete");
        } catch (ProtocolException e) {
            tryToWrite(caller, Refusal.REQUEST, e.getMessage());
        } catch (BusyException e) {
            tryToWrite(caller, Refusal.BUSY, e.getMessage());
        } catch (SamplerException e) {
            tryToWrite(caller, Refusal.FAILED, e.getMessage());
        } catch (InterruptedException | InterruptedIOException e) {
            tryToWrite(caller, Refusal.FAILED, "the daemon is stopping");
        } catch (IOException e) {
            LOG.log(Level.FINE, "a caller on the local socket got no answer", e);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.SEVERE, "answering a caller on the local socket failed", e);
            tryToWrite(caller, Refusal.FAILED, "the daemon failed; its log has the reason");
        } finally {
            end(caller);
        }
    }

    private Request request(SocketChannel caller) throws IOException {
        return limits.within(REQUEST_TIME, caller, () -> Request.read(caller));
    }

    private void answer(SocketChannel caller, Request request) throws IOException, InterruptedException {
        try {
            Sample<Snapshot> sample = questions.answer(request.query(), request.fresh());
            write(caller, () -> Answer.write(caller, sample));
        } catch (KernelException e) {
            write(caller, () -> Answer.writeRefusal(caller, e));
        }
    }

    private void tryToWrite(SocketChannel caller, Refusal kind, String message) {
        try {
            write(caller, () -> Answer.writeRefusal(caller, kind, message));
        } catch (IOException e) {
            LOG.log(Level.FINE, "a caller on the local socket disconnected before it was refused", e);
        }
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void write(SocketChannel caller, Writing writing) throws IOException {
        limits.within(ANSWER_TIME, caller, () -> {
            writing.run();
            return null;
        });
    }

    /** Ends within a second, and removes the socket. */
    @Override
    public void close() {
        socket.close();
        acceptor.shutdownNow();
        answering.shutdownNow();
        try {
            answering.awaitTermination(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callers.forEach(TimeLimits::closeQuietly);
        limits.close();
    }

    /**
     * The path and the permissions of the local socket. Users with write permission on it may ask.
     *
     * @param path of the Unix domain socket
     * @param mode its permissions as in chmod, such as 0660
     * @param group the group it is given; empty for the daemon's own
     */
    public record Address(Path path, int mode, Optional<String> group) {}
}
