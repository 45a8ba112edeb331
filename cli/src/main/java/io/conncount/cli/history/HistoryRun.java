package io.conncount.cli.history;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.AnswerRun.Showing;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.RowAnswer;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.group.GroupKey;
import io.conncount.query.Query;
import io.conncount.snapshot.Ranking.Order;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Counts sockets as they were: the answer of a history where that of the kernel would be. */
public final class HistoryRun {
    private final ParsedArguments given;
    private final Query query;
    private final Order order;
    private final Showing showing;
    private final PrintStream err;
    private final Output output = Output.standard();
    private final Format format;

    /** @param query whose selection and keys are asked */
    public HistoryRun(ParsedArguments given, Query query, Order order, Showing showing, PrintStream err) {
        this.given = given;
        this.query = query;
        this.order = order;
        this.showing = showing;
        this.err = err;
        format = showing.format().orElse(output.usualFormat());
    }

    /**
     * Asks, and shows the answer.
     *
     * @param grouped true if keys were given
     * @return the exit code
     */
    public int run(boolean grouped) throws UsageException, IOException {
        try (HistoryReader reader = HistoryReader.open(HistoryOptions.place(given))) {
            Recorded recorded = Recorded.of(reader, query.keys(), query.selection());
            return given.has(HistoryOptions.AT) ? moment(recorded) : period(recorded, grouped);
        } catch (HistoryException e) {
            err.println("conncount: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int moment(Recorded recorded) throws UsageException, IOException {
        Recorded.Grouped answer = recorded.at(HistoryOptions.at(given));
        show(new MomentAnswer(recorded, answer, query.selection().words(), order, rowsMax()));
        return complete(answer.moment().fault());
    }

    private int period(Recorded recorded, boolean grouped) throws UsageException, IOException {
        PeriodReading reading = PeriodReading.of(recorded, HistoryOptions.period(given));
        if (reading.lines().isEmpty()) {
            throw recorded.nothing(reading.period().from(), reading.period().to());
        }
        boolean curves = grouped && format == Format.TABLE;
        List<GroupKey> keys = grouped ? query.keys() : List.of();
        show(
                curves
                        ? new CurveAnswer(
                                reading,
                                rowsMax(),
                                output.style(showing.color()).unicode())
                        : new PeriodAnswer(reading, keys, query.selection().words(), order, rowsMax()));
        return complete(
                reading.damaged() > 0 ? Optional.of(reading.damaged() + " records are damaged") : Optional.empty());
    }

    private int rowsMax() {
        return showing.rowsMax().orElse(Integer.MAX_VALUE);
    }

    private void show(RowAnswer<?> answer) throws IOException {
        new AnswerOutput(output, format, showing.color(), false).show(answer);
    }

    private int complete(Optional<String> fault) {
        fault.ifPresent(reason -> err.println("conncount: incomplete: " + reason));
        return fault.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
