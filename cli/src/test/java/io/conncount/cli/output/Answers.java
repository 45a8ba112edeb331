package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.snapshot.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fixed answers for the writers, and what they write. */
final class Answers {
    static final Instant TIME = Instant.parse("2026-11-22T22:00:00.123Z");

    /** Lanes of {@code --by state}. */
    static final long ESTABLISHED = 0;

    static final long TIME_WAIT = 5;
    static final long LISTEN = 9;

    private Answers() {}

    static GroupTable table(String by) {
        List<GroupKey> keys = Stream.of(by.split(","))
                .map(word -> GroupKeys.byWord(word).orElseThrow())
                .toList();
        return new GroupTable(keys, 1000);
    }

    static GroupTable states(long established, long timeWait, long listen) {
        GroupTable table = table("state");
        table.add(new long[] {ESTABLISHED}, 0, established);
        table.add(new long[] {TIME_WAIT}, 0, timeWait);
        table.add(new long[] {LISTEN}, 0, listen);
        return table;
    }

    static Snapshot snapshot(GroupTable table) {
        return snapshot(table, TIME, Optional.empty(), 0);
    }

    static Snapshot snapshot(GroupTable table, Instant time, Optional<String> fault, long errorBar) {
        return new Snapshot(
                "web1",
                time,
                table,
                Optional.empty(),
                fault,
                errorBar,
                "sock_diag+counters",
                Duration.ofNanos(91_200_000),
                List.of(new FixedStep()));
    }

    static Answer once(Snapshot snapshot, int rowsMax) {
        return new Answer(snapshot, new Ranking(snapshot, Order.LARGEST_FIRST, rowsMax), false, Optional.empty());
    }

    static Answer watched(Snapshot snapshot, Snapshot last, int rowsMax) {
        return new Answer(
                snapshot,
                new Ranking(snapshot, Order.LARGEST_FIRST, rowsMax),
                true,
                Optional.ofNullable(last).map(earlier -> new Rates(snapshot, earlier)));
    }

    static String text(AnswerWriter writer, Answer... answers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Answer answer : answers) {
            writer.write(answer, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private record FixedStep() implements StepReport {
        @Override
        public String question() {
            return "copy tcp sockets";
        }

        @Override
        public String reason() {
            return "it is a test";
        }

        @Override
        public long sockets() {
            return 401;
        }

        @Override
        public long bytes() {
            return 50_000;
        }

        @Override
        public Duration elapsed() {
            return Duration.ofMillis(90);
        }

        @Override
        public String note() {
            return "one thread";
        }

        @Override
        public String filterBySource() {
            return "dport = :443";
        }

        @Override
        public String filterHere() {
            return "";
        }
    }
}
