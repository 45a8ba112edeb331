package io.conncount.exporters.pages;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.GroupSeries;
import io.conncount.exporters.web.Page;
import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Order;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
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

/** The page that a browser shows of a daemon: the last samples, how far they can be trusted, and where the rest is. */
public final class LandingPage {
    /** Where these keys are in the question about states. */
    private static final int PROTO = 0;

    private static final int STATE = 2;
    private static final int ROWS_MAX = 10;
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
        return request -> Answers.of(200, "text/html; charset=utf-8", html())
                .with("Content-Security-Policy", policy)
                .with("Referrer-Policy", "no-referrer");
    }

    private String html() {
        Html html = new Html();
        html.markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", "conncount on " + host)
                .markup("<style>" + STYLE + "</style></head>\n<body><header>")
                .element("h1", host)
                .markup("<p>conncount ")
                .text(version)
                .markup("</p><nav><a href=\"")
                .text(telemetryPath)
                .markup(
                        "\">metrics</a> <a href=\"/healthz\">health</a> <a href=\"/readyz\">readiness</a></nav></header>\n")
                .markup("<main>");
        states(html);
        sampled.groups().forEach(group -> group(html, group));
        listeners(html);
        samples(html);
        return html.markup("</main></body></html>\n").toString();
    }

    private void states(Html html) {
        html.markup("<section><h2>Sockets by state</h2>");
        Optional<Snapshot> snapshot = lastOrWord(html, sampled.states());
        if (snapshot.isPresent()) {
            Map<List<String>, Long> counts = new LinkedHashMap<>();
            long largest = 0;
            for (Row row : new Ranking(snapshot.get(), new Order(PROTO, false), Integer.MAX_VALUE).rows()) {
                long sum = counts.merge(List.of(row.value(PROTO), row.screenValue(STATE)), row.count(), Long::sum);
                largest = Math.max(largest, sum);
            }
            head(html, "protocol", "state", "#sockets", "");
            for (Map.Entry<List<String>, Long> entry : counts.entrySet()) {
                html.markup(entry.getValue() == 0 ? "<tr class=\"none\">" : "<tr>");
                entry.getKey().forEach(value -> html.element("td", value));
                html.number(entry.getValue()).bar(entry.getValue(), largest).markup("</tr>");
            }
            html.markup("</tbody><tfoot><tr><th colspan=\"2\">total</th>")
                    .number(snapshot.get().total())
                    .markup("<td></td></tr></tfoot></table>");
        }
        html.markup("</section>\n");
    }

    private void group(Html html, GroupSeries group) {
        List<String> keys =
                group.spec().query().keys().stream().map(key -> key.name()).toList();
        html.markup("<section>").element("h2", "Largest groups by " + String.join(" and ", keys));
        Optional<Snapshot> snapshot = lastOrWord(html, group.series());
        if (snapshot.isPresent()) {
            Ranking ranking = new Ranking(snapshot.get(), Order.LARGEST_FIRST, ROWS_MAX);
            html.markup("<table><thead><tr>");
            keys.forEach(key -> html.element("th", key));
            html.markup("<th class=\"n\">sockets</th><th></th></tr></thead><tbody>");
            for (Row row : ranking.rows()) {
                html.markup("<tr>");
                for (int key = 0; key < keys.size(); key++) {
                    html.element("td", row.screenValue(key));
                }
                html.number(row.count())
                        .bar(row.count(), ranking.rows().get(0).count())
                        .markup("</tr>");
            }
            html.markup("</tbody>");
            if (ranking.otherCount() > 0) {
                html.markup("<tfoot><tr><th colspan=\"" + keys.size() + "\">")
                        .text(String.format(Locale.ROOT, "other groups (%,d)", ranking.otherGroups()))
                        .markup("</th>")
                        .number(ranking.otherCount())
                        .markup("<td></td></tr></tfoot>");
            }
            html.markup("</table>");
        }
        html.markup("</section>\n");
    }

    private void listeners(Html html) {
        html.markup("<section><h2>Fullest accept queues</h2>");
        Optional<ListenQueues> found = lastOrWord(html, sampled.listenQueues());
        if (found.isPresent() && found.get().queues().isEmpty()) {
            html.markup("<p>No TCP listeners.</p>");
        } else if (found.isPresent()) {
            head(html, "address", "#port", "#waiting", "#limit", "");
            List<ListenQueue> queues = found.get().queues();
            for (ListenQueue queue : queues.subList(0, Math.min(ROWS_MAX, queues.size()))) {
                html.markup(queue.fullestLength() > 0 && queue.fullestShare() >= 1 ? "<tr class=\"bad\">" : "<tr>")
                        .element("td", queue.address())
                        .markup("<td class=\"n\">" + queue.port() + "</td>")
                        .number(queue.length())
                        .number(queue.limit())
                        .bar(queue.length(), queue.limit())
                        .markup("</tr>");
            }
            html.markup("</tbody></table>");
        }
        html.markup("</section>\n");
    }

    private void samples(Html html) {
        html.markup("<section><h2>Samples</h2>");
        head(html, "sample", "#age", "#took", "#processor", "#every", "");
        for (Series<?> series : sampled.all()) {
            Series.State<?> state = series.state();
            Optional<? extends Sample<?>> last = state.last();
            boolean stretched = state.interval().compareTo(series.intervalMin()) > 0;
            html.markup("<tr>").element("td", series.name().replace('_', ' '));
            duration(html, last.map(Sample::age));
            duration(html, last.map(Sample::elapsed));
            duration(html, state.taken() > 0 ? Optional.of(state.lastCpu()) : Optional.empty());
            duration(html, Optional.of(state.interval()));
            html.markup("<td>").text(quality(state)).text(stretched ? "; interval lengthened by the CPU budget" : "");
            html.markup("</td></tr>");
        }
        html.markup("</tbody></table></section>\n");
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
    private static <T> Optional<T> lastOrWord(Html html, Series<T> series) {
        Series.State<T> state = series.state();
        if (state.last().isEmpty()) {
            html.element("p", "No data yet: " + state.failure().orElse("the first sample is being taken") + ".");
        }
        return state.last().map(Sample::value);
    }

    /** The head of a table; names of columns with numbers begin with {@code #}. */
    private static void head(Html html, String... columns) {
        html.markup("<table><thead><tr>");
        for (String column : columns) {
            html.markup(column.startsWith("#") ? "<th class=\"n\">" : "<th>")
                    .text(column.replace("#", ""))
                    .markup("</th>");
        }
        html.markup("</tr></thead><tbody>");
    }

    private static void duration(Html html, Optional<Duration> duration) {
        html.markup("<td class=\"n\">")
                .text(duration.map(LandingPage::text).orElse("–"))
                .markup("</td>");
    }

    private static String text(Duration duration) {
        double milliseconds = duration.toNanos() / 1e6;
        return milliseconds < 1000
                ? String.format(Locale.ROOT, "%.1f ms", milliseconds)
                : String.format(Locale.ROOT, "%.1f s", milliseconds / 1e3);
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
