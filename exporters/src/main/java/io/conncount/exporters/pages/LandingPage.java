package io.conncount.exporters.pages;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.web.Response;
import io.conncount.exporters.web.WebServer.Page;
import io.conncount.names.KnownNames;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Escaper;
import io.conncount.view.GroupColumns;
import io.conncount.view.GroupColumns.GroupRow;
import io.conncount.view.HtmlFormat;
import io.conncount.view.ListenQueueColumns;
import io.conncount.view.Numbers;
import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The page that a browser shows of a daemon: the last samples, how far they can be trusted, and where the rest is. */
public final class LandingPage {
    /** Where these keys are in the question about states. */
    private static final int PROTO = 0;

    private static final int STATE = 2;
    private static final int ROWS_MAX = 10;
    private static final int PAGE_BYTES_USUAL = 16 * 1024;
    private static final String STYLE = style();

    private final DaemonSeries sampled;
    private final String telemetryPath;
    private final String host;
    private final String version;

    /** A page about what this host was sampled for. */
    public LandingPage(DaemonSeries sampled, String telemetryPath, String host, String version) {
        this.sampled = sampled;
        this.telemetryPath = telemetryPath;
        this.host = host;
        this.version = version;
    }

    /** Answers with the page. */
    public Page page() {
        String policy = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return request -> Response.uncached(200, "text/html; charset=utf-8", html())
                .with("Content-Security-Policy", policy)
                .with("Referrer-Policy", "no-referrer");
    }

    private String html() {
        TextBuffer html = new TextBuffer(PAGE_BYTES_USUAL);
        html.put("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .put("<title>" + Escaper.html("conncount on " + host) + "</title>")
                .put("<style>" + STYLE + "</style></head>\n<body><header>")
                .put("<h1>" + Escaper.html(host) + "</h1><p>conncount " + Escaper.html(version) + "</p><nav><a href=\"")
                .put(Escaper.html(telemetryPath))
                .put(
                        "\">metrics</a> <a href=\"/healthz\">health</a> <a href=\"/readyz\">readiness</a></nav></header>\n")
                .put("<main>");
        states(html);
        sampled.groups().forEach(group -> group(html, group));
        listeners(html);
        samples(html);
        return html.put("</main></body></html>\n").toString();
    }

    /** How many sockets a protocol has in a state, of all families. */
    private record StateCount(String protocol, String state, long count, long largest) {}

    private void states(TextBuffer html) {
        html.put("<section><h2>Sockets by state</h2>");
        Optional<Snapshot> snapshot = lastOrWord(html, sampled.states());
        if (snapshot.isPresent()) {
            Map<List<String>, Long> counts = new LinkedHashMap<>();
            for (Row row : new Ranking(snapshot.get(), new Order(PROTO, false), Integer.MAX_VALUE).rows()) {
                counts.merge(List.of(row.value(PROTO), row.screenValue(STATE)), row.count(), Long::sum);
            }
            long largest =
                    counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
            List<StateCount> rows = counts.entrySet().stream()
                    .map(entry ->
                            new StateCount(entry.getKey().get(0), entry.getKey().get(1), entry.getValue(), largest))
                    .toList();
            HtmlFormat<StateCount> table = new HtmlFormat<>(
                    List.of(
                            Columns.name("protocol", "", StateCount::protocol),
                            Columns.name("state", "", StateCount::state),
                            Columns.count("sockets", "", StateCount::count),
                            Columns.bar(StateCount::count, StateCount::largest)),
                    KnownNames.NONE,
                    row -> row.count == 0 ? "none" : "");
            table.header(html);
            rows.forEach(row -> table.row(row, html));
            table.sum("total", new StateCount("", "", snapshot.get().total(), 0), html);
            table.close(html);
        }
        html.put("</section>\n");
    }

    private void group(TextBuffer html, GroupSeries group) {
        List<String> names =
                group.spec().query().keys().stream().map(key -> key.name()).toList();
        html.put("<section><h2>" + Escaper.html("Largest groups by " + String.join(" and ", names)) + "</h2>");
        Optional<Snapshot> found = lastOrWord(html, group.series());
        if (found.isPresent()) {
            Snapshot snapshot = found.get();
            Ranking ranking = new Ranking(snapshot, Order.LARGEST_FIRST, ROWS_MAX);
            long largest = ranking.rows().stream().mapToLong(Row::count).max().orElse(0);
            List<Column<GroupRow>> columns = GroupColumns.keys(snapshot.keys());
            columns.add(GroupColumns.COUNT);
            columns.add(Columns.bar(GroupRow::count, row -> row.group().isPresent() ? largest : 0));
            HtmlFormat<GroupRow> table = new HtmlFormat<>(columns, KnownNames.NONE, row -> "");
            table.header(html);
            ranking.rows().forEach(row -> table.row(GroupRow.of(row, snapshot, Optional.empty()), html));
            if (ranking.otherCount() > 0) {
                table.sum(
                        "other groups (" + Numbers.grouped(ranking.otherGroups()) + ")",
                        GroupRow.of(ranking.otherCount(), 0, snapshot, Optional.empty()),
                        html);
            }
            table.close(html);
        }
        html.put("</section>\n");
    }

    private void listeners(TextBuffer html) {
        html.put("<section><h2>Fullest accept queues</h2>");
        Optional<ListenQueues> found = lastOrWord(html, sampled.listenQueues());
        if (found.isPresent() && found.get().queues().isEmpty()) {
            html.put("<p>No TCP listeners.</p>");
        } else if (found.isPresent()) {
            HtmlFormat<ListenQueue> table = new HtmlFormat<>(
                    List.of(
                            ListenQueueColumns.ADDRESS,
                            ListenQueueColumns.PORT,
                            ListenQueueColumns.WAITING,
                            ListenQueueColumns.LIMIT,
                            ListenQueueColumns.BAR),
                    KnownNames.NONE,
                    queue -> queue.fullestLength() > 0 && queue.fullestShare() >= 1 ? "bad" : "");
            table.header(html);
            found.get().queues().stream().limit(ROWS_MAX).forEach(queue -> table.row(queue, html));
            table.close(html);
        }
        html.put("</section>\n");
    }

    private void samples(TextBuffer html) {
        html.put("<section><h2>Samples</h2>");
        HtmlFormat<Series<?>> table = new HtmlFormat<>(
                List.of(
                        Columns.name("sample", "", series -> series.name().replace('_', ' ')),
                        duration("age", series -> series.state().last().map(Sample::age)),
                        duration("took", series -> series.state().last().map(Sample::elapsed)),
                        duration(
                                "processor",
                                series -> series.state().taken() > 0
                                        ? Optional.of(series.state().lastCpu())
                                        : Optional.empty()),
                        duration("every", series -> Optional.of(series.state().interval())),
                        Columns.message("", "", LandingPage::quality)),
                KnownNames.NONE,
                series -> "");
        table.header(html);
        sampled.all().forEach(series -> table.row(series, html));
        table.close(html);
        html.put("</section>\n");
    }

    private static Column<Series<?>> duration(String name, Function<Series<?>, Optional<Duration>> value) {
        return new Column<>(name, "") {
            @Override
            public boolean alignedRight() {
                return true;
            }

            @Override
            public boolean known(Series<?> series) {
                return value.apply(series).isPresent();
            }

            @Override
            public void write(Series<?> series, CellWriter out) {
                out.text(text(value.apply(series).orElseThrow()));
            }
        };
    }

    private static String quality(Series<?> series) {
        Series.State<?> state = series.state();
        boolean stretched = state.interval().compareTo(series.intervalMin()) > 0;
        return quality(state) + (stretched ? "; interval lengthened by the CPU budget" : "");
    }

    /** Whether the last try was good, or why not. */
    private static String quality(Series.State<?> state) {
        if (state.failure().isPresent()) {
            return state.failure().get();
        }
        if (state.last().isEmpty()) {
            return "not yet taken";
        }
        return state.last().get().value() instanceof Snapshot snapshot && snapshot.errorBar() > 0
                ? String.format(Locale.ROOT, "complete; %,d sockets changed during the read", snapshot.errorBar())
                : "complete";
    }

    /** The last good sample; if there is none, writes the reason to the page. */
    private static <T> Optional<T> lastOrWord(TextBuffer html, Series<T> series) {
        Series.State<T> state = series.state();
        if (state.last().isEmpty()) {
            String why = state.failure().orElse("the first sample is being taken");
            html.put("<p>" + Escaper.html("No data yet: " + why + ".") + "</p>");
        }
        return state.last().map(Sample::value);
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1000
                ? Numbers.milliseconds(duration) + " ms"
                : Numbers.tenths(duration.toNanos() / 1e9) + " s";
    }

    private static String style() {
        try (InputStream stream = LandingPage.class.getResourceAsStream("landing-page.css")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By which a browser knows that a style is ours. */
    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
