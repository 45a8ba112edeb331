package io.conncount.cli.top;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.cli.list.ListRun;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.output.Answer;
import io.conncount.cli.output.Format;
import io.conncount.collect.ListenQueues;
import io.conncount.collect.SnapshotSource;
import io.conncount.counters.Measures;
import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.tui.Backend;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.SocketPage;
import io.conncount.tui.model.Question;
import io.conncount.view.SocketColumns;
import io.conncount.view.TableFormat.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Answers the dashboard from a host, with the formats of the other commands. */
final class TopBackend implements Backend {
    /** A second one would give the answer sooner, and take as much of the processors beside what the budget sees. */
    private static final int ONE_THREAD = 1;

    /** All that connections from chosen ports have to differ in. */
    private static final List<GroupKey> PORT_KEYS =
            GroupKeys.of(List.of("local-address", "remote-address", "remote-port"));

    private static final Style PLAIN = new Style(80, false, false);
    private static final SsOptions NO_SS = SsOptions.of();

    /** There is no answer, for a reason other than the kernel. */
    private static final class NoAnswer extends KernelException {
        private static final long serialVersionUID = 1;

        private final String message;

        NoAnswer(String message) {
            super(message, 0);
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }

    private final Host host;
    private final SnapshotSource answering;
    private final Query ports;

    /**
     * @param host lists sockets, and has the accept queues and counters
     * @param answering counts sockets
     * @param selection the sockets before any filter
     */
    TopBackend(Host host, SnapshotSource answering, Selection selection) {
        this.host = host;
        this.answering = answering;
        Condition chosen = new EndCondition.Autobound(
                host.names().ephemeralPortMin(), host.names().ephemeralPortMax());
        ports = Question.count(selection.filtered(ParsedFilter.NONE.and(chosen)), PORT_KEYS);
    }

    @Override
    public Snapshot count(Query query) throws KernelException {
        try {
            return answering.collect(query);
        } catch (KernelException e) {
            throw e;
        } catch (IOException e) {
            throw new NoAnswer(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        }
    }

    @Override
    public Snapshot ports() throws KernelException {
        return count(ports);
    }

    @Override
    public Measures measures() {
        return host.counters().readAll();
    }

    @Override
    public ListenQueues queues(Selection sockets) throws KernelException {
        return ListenQueues.of(host, sockets);
    }

    @Override
    public SocketPage sockets(Question question, int rowsMax) throws KernelException {
        ListRun.Page page = ListRun.page(options(question, rowsMax, Optional.empty()), host);
        return new SocketPage(page.columns(), page.rows(), page.fault());
    }

    private static ListOptions options(Question question, long rowsMax, Optional<Format> format) {
        return new ListOptions(
                question.sockets(),
                NO_SS,
                SocketColumns.of(question.columns()),
                format,
                question.rowSort().map(name -> SocketOrder.by(SocketColumns.of(name), question.rowReverse())),
                rowsMax,
                format.isPresent(),
                false,
                false,
                ONE_THREAD);
    }

    /** Lists something. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> T listing(Work<T> work) throws KernelException {
        try {
            return work.run();
        } catch (KernelException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        }
    }

    @Override
    public Written write(Counted counted, Path file) throws IOException {
        Snapshot snapshot = counted.snapshot().orElseThrow(() -> new IOException("nothing has been counted yet"));
        // The screen has the first of them only.
        Ranking ranking = new Ranking(snapshot, counted.order(), Integer.MAX_VALUE);
        Answer answer = new Answer(snapshot, ranking, counted.rates().isPresent(), counted.rates());
        return made(file, out -> {
            Format.of(file).writer(PLAIN).write(answer, out);
            return new Written(ranking.rows().size(), ranking.otherCount() == 0, snapshot.fault());
        });
    }

    @Override
    public Written writeSockets(Question question, int sortedRowsMax, Path file) throws IOException {
        long rowsMax = question.rowSort().isPresent() ? sortedRowsMax : Long.MAX_VALUE;
        ListOptions options = options(question, rowsMax, Optional.of(Format.of(file)));
        return made(file, out -> {
            ListRun.Outcome outcome = listing(() -> new ListRun(options, host, out, PLAIN).run());
            return new Written(outcome.rows(), outcome.rows() < rowsMax, outcome.fault());
        });
    }

    /** Writes a file. */
    @FunctionalInterface
    private interface Content {
        Written into(OutputStream out) throws IOException;
    }

    /** A new file; one that could not be written to its end is removed again. */
    private static Written made(Path file, Content content) throws IOException {
        OutputStream made = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        try (OutputStream out = made) {
            return content.into(out);
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(file);
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
