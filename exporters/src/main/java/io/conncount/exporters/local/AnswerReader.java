package io.conncount.exporters.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.conncount.count.GroupTable;
import io.conncount.plan.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the daemon answers. None of it is trusted: whoever made the socket may write anything. */
final class AnswerReader {
    /** A year. */
    private static final long MICROS_MAX = 366L * 24 * 3600 * 1_000_000;

    private final ReadableByteChannel channel;
    private final Query query;

    /** @param query what was asked; its maximum of groups holds for the answer too */
    AnswerReader(ReadableByteChannel channel, Query query) {
        this.channel = channel;
        this.query = query;
    }

    /**
     * The whole answer.
     *
     * @throws BusyException if the daemon wants to be asked again in a moment
     * @throws KernelException if the kernel gave the daemon no answer
     * @throws MalformedException if this is no answer to the question
     * @throws DaemonException if the daemon gives none; the message says why
     */
    Snapshot read() throws IOException {
        Fields head = Json.object(Frames.read(channel, AnswerWriter.FRAME_BYTES_MAX));
        long version = head.number("version");
        if (version != Request.VERSION) {
            throw new DaemonException("the daemon answers in version " + version + " and this conncount reads version "
                    + Request.VERSION + ": restart the daemon, or use the conncount that it was started with");
        }
        Optional<String> refused = head.textIfAny("refused");
        if (refused.isPresent()) {
            throw refusal(refused.get(), head);
        }
        List<StepReport> steps = new ArrayList<>();
        for (Fields step : head.objects("steps")) {
            steps.add(ReportedStep.of(step));
        }
        Snapshot snapshot = new Snapshot(
                ReportedStep.harmless(head.text("host")),
                time(head.text("time")),
                table(head),
                query.selection().words(),
                head.textIfAny("fault").map(ReportedStep::harmless),
                head.numberIfAny("error_bar").orElse(Snapshot.ERROR_BAR_UNKNOWN),
                ReportedStep.harmless(head.text("source")),
                duration(head, "elapsed_us"),
                steps);
        return snapshot.given(duration(head, "age_us"));
    }

    private static IOException refusal(String kind, Fields head) throws IOException {
        String error = ReportedStep.harmless(head.text("error"));
        if (kind.equals(Refusal.BUSY.label())) {
            return new BusyException(error);
        }
        if (kind.equals(Refusal.KERNEL.label())) {
            return new KernelException(
                    ReportedStep.harmless(head.text("operation")),
                    (int) Math.min(head.number("errno"), Integer.MAX_VALUE),
                    ReportedStep.harmless(head.text("remedy")));
        }
        return new DaemonException("the daemon refuses: " + error);
    }

    private GroupTable table(Fields head) throws IOException {
        GroupTable table = new GroupTable(query.keys(), query.groupsMax());
        long groups = head.number("groups");
        if (groups > query.groupsMax()) {
            throw new MalformedException(groups + " groups, where at most " + query.groupsMax() + " were asked for");
        }
        while (table.size() < groups) {
            int before = table.size();
            byte[] json = Frames.read(channel, AnswerWriter.FRAME_BYTES_MAX);
            Json.read(json, parser -> addGroups(parser, table, groups));
            if (table.size() == before) {
                throw new MalformedException("a message without groups");
            }
        }
        long ungrouped = head.number("ungrouped");
        if (table.total() + ungrouped != head.number("total")) {
            throw new MalformedException("the groups do not add up to the total");
        }
        table.addUngrouped(ungrouped);
        return table;
    }

    private static GroupTable addGroups(JsonParser parser, GroupTable table, long groups) throws IOException {
        long[] lanes = new long[table.lanes()];
        require(parser.currentToken() == JsonToken.START_ARRAY, "groups are no list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(parser.currentToken() == JsonToken.START_ARRAY, "a group is no list");
            require(table.size() < groups, "more groups than were announced");
            long count = number(parser);
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = number(parser);
            }
            require(parser.nextToken() == JsonToken.END_ARRAY, "a group has too many numbers");
            require(count >= 0 && table.total() + count >= 0, "there are no so many sockets");
            require(table.couldHold(lanes), "a group has a value that none of its sockets could have");
            require(table.find(lanes, 0) == GroupTable.NO_GROUP, "a group comes twice");
            table.add(lanes, 0, count);
        }
        return table;
    }

    /** A number without a sign, of up to 64 bits. */
    private static long number(JsonParser parser) throws IOException {
        require(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "a group has too few numbers");
        try {
            return Long.parseUnsignedLong(parser.getText());
        } catch (NumberFormatException e) {
            throw new MalformedException("no number of 64 bits without a sign");
        }
    }

    private static void require(boolean holds, String otherwise) throws MalformedException {
        if (!holds) {
            throw new MalformedException(otherwise);
        }
    }

    private static Instant time(String text) throws MalformedException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedException("'time' is no time");
        }
    }

    static Duration duration(Fields fields, String name) throws MalformedException {
        long micros = fields.number(name);
        require(micros <= MICROS_MAX, "'" + name + "' is more than a year");
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
