package io.conncount.cli.list;

import io.conncount.cli.output.CountDocument;
import io.conncount.collect.Listing;
import io.conncount.query.Selection;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.view.Document;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.Timestamps;
import java.time.Duration;
import java.time.Instant;

/** The members of a document of the schema {@code conncount.list/2} around its sockets. */
final class ListDocument implements Document {
    private static final String SCHEMA = "conncount.list/2";

    private final Host host;
    private final Selection selection;
    private final Instant time;
    private final long startNanos = System.nanoTime();
    private String rest = "";

    /** About a listing that begins now. */
    ListDocument(Host host, Selection selection) {
        this.host = host;
        this.selection = selection;
        time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
    }

    /** To be told how the listing ended, before {@link #rest} is asked for. */
    void end(Listing listing, DumpResult result, long rows) {
        rest = "\"count\":" + rows + ",\"complete\":" + result.fault().isEmpty()
                + CountDocument.remarks(listing.steps())
                + ",\"source\":" + Escaper.json(host.sockets().name(selection.protocols())) + ",\"elapsed_ms\":"
                + Numbers.milliseconds(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    @Override
    public String rows() {
        return "sockets";
    }

    @Override
    public String head() {
        return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaper.json(host.name()) + ",\"time\":\""
                + Timestamps.of(time) + "\",\"filter\":"
                + selection.words().map(Escaper::json).orElse("null");
    }

    @Override
    public String rest() {
        return rest;
    }
}
