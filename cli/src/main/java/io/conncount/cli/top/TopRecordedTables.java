package io.conncount.cli.top;

import io.conncount.cli.history.Recorded;
import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.exporters.history.Moment;
import io.conncount.exporters.history.Place;
import io.conncount.exporters.history.RecordedSeries;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Event.Sampled;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a history has for the views that are tables: the accept queues. */
final class TopRecordedTables {
    private static final double NO_BAR = -1;

    /** The accept queue of a listener in a span of time. */
    private record Queue(String endpoint, Extent waiting, long limit) {
        static final List<Column<Queue>> COLUMNS = List.of(
                Columns.name("listener", "address and port listened on", queue -> queue.endpoint),
                Columns.count("waiting", "connections not yet accepted", queue -> queue.waiting.last()),
                Columns.count("max", "most of them in the time of the record", queue -> queue.waiting.max()),
                Columns.count("limit", "connections that may wait", queue -> queue.limit),
                Columns.bar(queue -> queue.waiting.max(), queue -> queue.limit));

        double fullness() {
            return limit <= 0 ? NO_BAR : (double) waiting.max() / limit;
        }

        TableRow row() {
            List<String> cells = List.of(
                    endpoint,
                    Numbers.grouped(waiting.last()),
                    Numbers.grouped(waiting.max()),
                    Numbers.grouped(limit),
                    "");
            return new TableRow(endpoint, cells, fullness(), Optional.empty());
        }
    }

    private TopRecordedTables() {}

    /** The table of a view at a moment, or the reason why there is none, with what there is. */
    static Sampled<Table> of(Tab tab, HistoryReader reader, Place place) {
        try {
            Optional<RecordedSeries> queues = reader.series().stream()
                    .filter(series -> series.name().equals(RecordedSeries.LISTEN_QUEUES))
                    .findFirst();
            if (tab == Tab.LISTENERS && queues.isPresent()) {
                List<Moment> found = reader.upTo(queues.get(), place.millis(), 1);
                if (found.isEmpty()) {
                    throw Recorded.nothing(reader, queues.get(), "of accept queues then", place.shown());
                }
                Moment moment = found.get(0);
                return new Sampled<>(
                        tab.topic(), TopPast.sampled(table(moment, reader), moment.time(), moment.fault()));
            }
            return new Sampled<>(tab.topic(), TopPast.failed(notRecorded(tab, reader)));
        } catch (HistoryException e) {
            return new Sampled<>(tab.topic(), TopPast.failed(e.getMessage()));
        }
    }

    private static String notRecorded(Tab tab, HistoryReader reader) {
        String what = tab == Tab.SOCKET ? "sockets" : tab.name().toLowerCase(Locale.ROOT);
        return "the history " + reader.file() + " has no " + what + ", only counts: " + Recorded.counts(reader)
                + "; and accept queues (3)";
    }

    private static Table table(Moment moment, HistoryReader reader) {
        List<Queue> queues = new ArrayList<>();
        moment.groups().forEach((values, extent) -> {
            if (values.get(1).equals("length")) {
                long limit = moment.group(List.of(values.get(0), "limit")).last();
                queues.add(new Queue(values.get(0), extent, limit));
            }
        });
        queues.sort(
                Comparator.comparingDouble((Queue queue) -> -queue.fullness()).thenComparing(Queue::endpoint));
        List<TableRow> rows =
                queues.stream().limit(Counted.ROWS_MAX).map(Queue::row).toList();
        int more = queues.size() - rows.size();
        List<String> notes = more > 0 ? List.of(Numbers.grouped(more) + " more rows are not shown") : List.of();
        return new Table(
                Queue.COLUMNS, rows, true, notes, moment.fault(), reader.file().toString());
    }
}
