package io.conncount.cli.kill;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.output.Progress;
import io.conncount.collect.Listing;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.KeptSockets;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.SocketDestroyer;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.view.BlockOutput;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import io.conncount.view.TimeColumn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Reads all that match, asks, and only then closes one after the other. */
public final class KillRun {
    private static final int SHOWN_MAX = 10;
    private static final int ROW_BYTES = 256;

    private final KillOptions options;
    private final Host host;
    private final PrintStream err;
    private final BlockOutput output;
    private final TimeColumn<SocketView> time = new TimeColumn<>("when the socket was closed");
    private final RowWriter<SocketView> closedRows;
    private final TextBuffer text = new TextBuffer(ROW_BYTES);

    /** Closes sockets of this host; a row for each goes to {@code out}, all else to {@code err}. */
    public KillRun(KillOptions options, Host host, OutputStream out, PrintStream err) {
        this.options = options;
        this.host = host;
        this.err = err;
        output = new BlockOutput(out, false);
        closedRows = options.closedRows(time, host.names());
    }

    /**
     * Does it.
     *
     * @return the exit code
     * @throws KernelException if the kernel refused to show sockets
     * @throws IOException if the answer to the question could not be read
     */
    public int run() throws IOException, InterruptedException {
        KeptSockets found = new KeptSockets(options.socketsMax());
        boolean complete;
        try (Progress progress = Progress.on(err)) {
            progress.doing("reading sockets");
            complete = list(found);
        }
        if (found.shown() > options.socketsMax()) {
            err.println("conncount: " + Outcome.sockets(found.shown()) + " match, more than --max "
                    + options.socketsMax() + ", so nothing was closed: narrow the filter, or raise --max");
            return ExitCode.FAILED;
        }
        if (found.kept() == 0) {
            err.println("conncount: no socket matches");
            return complete ? ExitCode.DONE : ExitCode.FAILED;
        }
        try (SocketDestroyer destroyer = HostSource.openDestroyer()) {
            Optional<Protocol> unsupported = unsupported(destroyer);
            if (unsupported.isPresent()) {
                err.println("conncount: this kernel cannot close "
                        + unsupported.get().label() + " sockets: it is built without CONFIG_INET_DIAG_DESTROY");
                return ExitCode.FAILED;
            }
            if (!options.yes() && !confirmed(found)) {
                err.println("conncount: nothing was closed");
                return ExitCode.FAILED;
            }
            return close(found, destroyer) && complete ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    /** False if some may be missing, which has been said then. */
    private boolean list(SocketSink sink) throws KernelException {
        Listing listing = new Listing(host, options.selection(), Set.of(), Optional.empty(), 1);
        DumpResult result = listing.run(() -> sink);
        StepReport.remarks(listing.steps()).forEach(remark -> err.println("conncount: " + remark));
        result.fault().ifPresent(fault -> err.println("conncount: incomplete: " + fault));
        return result.fault().isEmpty();
    }

    private Optional<Protocol> unsupported(SocketDestroyer destroyer) throws KernelException {
        for (Protocol protocol : EnumSet.copyOf(options.selection().protocols())) {
            if (!destroyer.supports(protocol)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** Shows the first of them and how many there are, and asks. */
    private boolean confirmed(KeptSockets found) throws IOException {
        RowWriter<SocketView> rows = options.rows(host.names());
        rows.header(text);
        for (int i = 0; i < Math.min(found.kept(), SHOWN_MAX); i++) {
            rows.row(found.get(i), text);
        }
        err.print(text);
        text.clear();
        if (found.kept() > SHOWN_MAX) {
            err.println("... and " + Numbers.grouped(found.kept() - SHOWN_MAX) + " more");
        }
        StringJoiner states = new StringJoiner(", ");
        found.states().forEach((state, count) -> states.add(Numbers.grouped(count) + " " + state.screenName()));
        err.print("Close " + Outcome.sockets(found.kept()) + " (" + states + ")? [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    /** True if none of them is left. Nothing more is closed once rows cannot be written, or if this is not permitted. */
    private boolean close(KeptSockets found, SocketDestroyer destroyer) throws IOException, InterruptedException {
        Outcome outcome = new Outcome();
        Throttle throttle = new Throttle(options.perSecond(), Throttle.Clock.SYSTEM);
        long[] goneCookies = new long[found.kept()];
        for (int i = 0; i < found.kept() && !outcome.forbidden() && !output.closed(); i++) {
            throttle.await();
            SocketView socket = found.get(i);
            int errno = errno(destroyer, socket);
            if (errno == 0) {
                write(socket);
            } else if (errno == Errno.ENOENT) {
                goneCookies[(int) outcome.gone()] = socket.number(SocketNumber.COOKIE);
            }
            outcome.add(errno);
        }
        if (outcome.gone() > 0) {
            outcome.foundAgain(stillThere(Arrays.copyOf(goneCookies, (int) outcome.gone())));
        }
        err.println("conncount: " + outcome.text(found.kept()));
        if (output.closed()) {
            err.println("conncount: stopped, because nobody reads which sockets were closed");
            return false;
        }
        return outcome.complete();
    }

    private static int errno(SocketDestroyer destroyer, SocketView socket) {
        try {
            return destroyer.destroy(socket);
        } catch (KernelException e) {
            return e.errno();
        }
    }

    /** At once, because it has happened, whatever may interrupt the rest. */
    private void write(SocketView closed) {
        if (output.rows() == 0) {
            closedRows.header(text);
        }
        time.set(Instant.now());
        closedRows.row(closed, text);
        output.write(text, 1);
        output.flush();
    }

    /** How many sockets with these cookies still match. The kernel looks sockets up by address, which some share. */
    private long stillThere(long[] cookies) throws KernelException {
        Arrays.sort(cookies);
        KeptSockets again = new KeptSockets(0);
        list(new SocketSink() {
            @Override
            public void accept(SocketView socket) {
                if (Arrays.binarySearch(cookies, socket.number(SocketNumber.COOKIE)) >= 0) {
                    again.accept(socket);
                }
            }
        });
        return again.shown();
    }
}
