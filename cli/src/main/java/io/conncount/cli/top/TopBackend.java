package io.conncount.cli.top;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.ListRun;
import io.conncount.cli.output.Answer;
import io.conncount.cli.output.Format;
import io.conncount.cli.top.TopTables.TableView;
import io.conncount.cli.top.TopTables.Taken;
import io.conncount.collect.ConnectionChurn;
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
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.Host;
import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelException;
import io.conncount.tui.Backend;
import io.conncount.tui.History;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
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
    /** All that connections from chosen ports have to differ in. */
    private static final List<GroupKey> PORT_KEYS =
            GroupKeys.of(List.of("local-address", "remote-address", "remote-port"));

    static final Style PLAIN = new Style(80, false, false);

    /** There is no answer, for a reason other than the kernel. */
    static final class NoAnswer extends KernelException {
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
    private final TopTables tables;
    private final TopPast past;
    private final boolean daemon;
    private final Query ports;
    private Optional<Asked> last = Optional.empty();
    private Optional<Churning> churning = Optional.empty();
    private boolean churnWanted;

    /** What counts the connections that are opened and closed, for a question. */
    private record Churning(Query query, ConnectionChurn counting) {}

    /** A view that goes on with the same question, because it reports what has changed since the answer before. */
    private record Asked(Tab tab, Question question, TableView view) {}

    /**
     * @param host has everything but the counts
     * @param answering counts sockets
     * @param selection the sockets before any filter
     * @param tables answers the other views of the host
     * @param past what was recorded of it
     * @param daemon true if counts are a daemon's
     */
    TopBackend(
            Host host, SnapshotSource answering, Selection selection, TopTables tables, TopPast past, boolean daemon) {
        this.past = past;
        this.daemon = daemon;
        this.host = host;
        this.answering = answering;
        this.tables = tables;
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
    public synchronized void wantChurn(boolean wanted) {
        churnWanted = wanted;
        if (!wanted) {
            churning.ifPresent(churn -> churn.counting.close());
            churning = Optional.empty();
        }
    }

    @Override
    public Optional<Churn> churn(Query query) throws KernelException {
        boolean reported = !daemon && !tables.everyNamespace() && HostSystem.current() == HostSystem.LINUX;
        Optional<ConnectionChurn> counting = reported ? counting(query) : Optional.empty();
        return counting.isPresent() ? counting.get().take() : Optional.empty();
    }

    /** What counts for this question; empty if nobody wants that any more. */
    private synchronized Optional<ConnectionChurn> counting(Query query) throws KernelException {
        if (churnWanted && !churning.map(Churning::query).equals(Optional.of(query))) {
            churning.ifPresent(churn -> churn.counting.close());
            churning = Optional.of(new Churning(query, ConnectionChurn.open(host, query)));
        }
        return churning.map(Churning::counting);
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
    public Table table(Tab tab, Question asked) throws KernelException {
        return switch (tab) {
            case SOCKETS -> TopListing.sockets(asked, host);
            case SOCKET -> TopListing.socket(asked, host);
            default -> answered(tab, asked).take().table();
        };
    }

    private TableView answered(Tab tab, Question asked) {
        boolean same =
                last.isPresent() && last.get().tab == tab && last.get().question.equals(asked);
        if (!same) {
            last = Optional.of(new Asked(tab, asked, tables.of(tab, asked)));
        }
        return last.get().view;
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
    public List<Choice> namespaces() throws NoAnswer {
        if (daemon) {
            throw new NoAnswer("the daemon counts one network namespace; leave --daemon out to choose another");
        }
        return TopNamespaces.list(host.names());
    }

    @Override
    public History history() {
        return past;
    }

    @Override
    public Written write(Counted counted, Path file) throws IOException {
        return written(counted, file);
    }

    /** Writes every group of a count into a new file. */
    static Written written(Counted counted, Path file) throws IOException {
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
    public Written writeTable(Tab tab, Question asked, int sortedRowsMax, Path file) throws IOException {
        if (tab != Tab.SOCKETS && tab != Tab.SOCKET) {
            Taken<?> taken = tables.of(tab, asked).take();
            return made(file, out -> taken.write(Format.of(file), out));
        }
        long rowsMax = asked.rowSort().isPresent() ? sortedRowsMax : Long.MAX_VALUE;
        ListOptions options = TopListing.options(tab, asked, rowsMax, Optional.of(Format.of(file)));
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
