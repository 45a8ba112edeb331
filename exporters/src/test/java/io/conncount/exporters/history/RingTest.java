package io.conncount.exporters.history;

import static io.conncount.exporters.history.Recordings.LIMITS;
import static io.conncount.exporters.history.Recordings.START;
import static io.conncount.exporters.history.Recordings.STATES;
import static io.conncount.exporters.history.Recordings.established;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.history.Ring.Limits;
import io.conncount.exporters.history.Ring.Sampled;
import io.conncount.testing.Command;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {
    private static final List<String> ESTABLISHED = List.of("tcp", "ipv4", "established");
    private static final long HOUR = 3600;

    @TempDir
    Path directory;

    @Test
    void everySecondOfTheLastTwoHoursIsThere() throws Exception {
        record(0, HOUR, 100);
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertEquals(List.of(STATES), reader.series());
            assertEquals("web1", reader.host());
            assertEquals(1000, reader.intervalMillis(STATES));
            for (long second = 1; second < HOUR; second += 7) {
                Moment moment = reader.at(STATES, START.plusSeconds(second)).orElseThrow();
                assertEquals(START.plusSeconds(second), moment.time());
                assertEquals(Extent.of(100 + second), moment.group(ESTABLISHED));
                assertEquals(Extent.of(104 + second), moment.total());
            }
        }
    }

    @Test
    void spikeOfOneSecondIsStillSeenWhenItIsOld() throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            for (long minute = 0; minute < 14 * 60; minute++) {
                List<Sampled> samples = new ArrayList<>();
                for (long second = 60 * minute; second < 60 * (minute + 1); second++) {
                    boolean spike = second == HOUR + 77 || second == 5 * HOUR + 3;
                    samples.add(established(second, spike ? 9999 : second == 5 * HOUR + 4 ? 1 : 50));
                }
                ring.append(samples);
                assertEquals(0, ring.tidy());
            }
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            Moment fiveMinutes = reader.at(STATES, START.plusSeconds(HOUR + 77)).orElseThrow();
            assertEquals(300, fiveMinutes.samples());
            assertEquals(Duration.ofMinutes(5), fiveMinutes.span());
            assertEquals(new Extent(50, 50, 9999), fiveMinutes.group(ESTABLISHED));
            assertEquals(new Extent(54, 54, 10003), fiveMinutes.total());
            Moment quarter = reader.at(STATES, START.plusSeconds(5 * HOUR + 3)).orElseThrow();
            assertEquals(15, quarter.samples());
            assertEquals(new Extent(50, 1, 9999), quarter.group(ESTABLISHED));
            assertEquals(
                    1,
                    reader.at(STATES, START.plusSeconds(13 * HOUR))
                            .orElseThrow()
                            .samples());
        }
    }

    @Test
    void whatWasNotSampledStaysAGap() throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            List<Sampled> samples = new ArrayList<>();
            for (long second = 0; second < 13 * HOUR; second++) {
                boolean asleep = second > 100 && second < 160;
                if (!asleep) {
                    long span = second == 160 ? 0 : 1;
                    samples.add(Recordings.sampled(STATES, second, span, Recordings.states(1)));
                }
            }
            ring.append(samples);
            for (int i = 0; i < 200; i++) {
                ring.tidy();
            }
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertTrue(reader.at(STATES, START.plusSeconds(100)).isPresent());
            assertEquals(Optional.empty(), reader.at(STATES, START.plusSeconds(130)));
            assertEquals(
                    List.of(START.plusSeconds(100), START.plusSeconds(300)),
                    reader.nearest(STATES, START.plusSeconds(130)));
            assertEquals(
                    140, reader.at(STATES, START.plusSeconds(200)).orElseThrow().samples() - 1);
        }
    }

    /** The host's clock and the time that passes differ by a millisecond now and then. */
    @Test
    void clockThatStraysLeavesNoGaps() throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            for (int second = 0; second < 3 * HOUR; second++) {
                Sampled straying = showing(established(second, second), Duration.ofMillis(second % 3));
                Instant begin = straying.moment().begin().minusNanos(second % 7 * 100_000L);
                ring.append(List.of(new Sampled(
                        STATES,
                        straying.shown(),
                        straying.nanos(),
                        straying.moment().since(begin))));
            }
            ring.tidy();
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            Place newest = reader.step(STATES, Long.MAX_VALUE, -1).orElseThrow();
            assertEquals(100, reader.upTo(STATES, newest.millis(), 100).size());
            assertEquals(List.of(), reader.upTo(STATES, newest.millis() + 60_000, 100));
            Place old = reader.place(STATES, START.plusSeconds(100)).orElseThrow();
            assertEquals(15, reader.upTo(STATES, old.millis(), 1).get(0).samples());
        }
    }

    /** A sample at which the host's clock showed another time. */
    private static Sampled showing(Sampled sampled, Duration later) {
        return new Sampled(sampled.series(), sampled.shown().plus(later), sampled.nanos(), sampled.moment());
    }

    @Test
    void stepsGoFromRecordToRecordAndStopAtTheEnds() throws Exception {
        record(0, 100, 10);
        try (HistoryReader reader = HistoryReader.open(directory)) {
            Place newest = reader.step(STATES, Long.MAX_VALUE, -1).orElseThrow();
            assertEquals(START.plusSeconds(99), newest.shown());
            Place before = reader.step(STATES, newest.millis(), -10).orElseThrow();
            assertEquals(START.plusSeconds(89), before.shown());
            assertEquals(
                    START.plusSeconds(90),
                    reader.step(STATES, before.millis(), 1).orElseThrow().shown());
            assertEquals(
                    START,
                    reader.step(STATES, before.millis(), -1000).orElseThrow().shown());
            assertEquals(Optional.empty(), reader.step(STATES, newest.millis(), 1));
            List<Long> times = new ArrayList<>();
            reader.within(
                    STATES,
                    before.millis(),
                    before.millis() + 2500,
                    moment -> times.add(moment.time().toEpochMilli() - before.millis()));
            assertEquals(List.of(1000L, 2000L, 3000L), times);
        }
    }

    @Test
    void stepsGoBackOverAClockThatWasSetBack() throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            for (int second = 0; second < 20; second++) {
                Duration set = Duration.ofHours(second < 10 ? 0 : -1);
                ring.append(List.of(showing(established(second, second), set)));
            }
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            Place place = reader.step(STATES, Long.MAX_VALUE, -1).orElseThrow();
            for (int second = 19; second > 0; second--) {
                assertEquals(START.plusSeconds(second < 10 ? second : second - HOUR), place.shown());
                place = reader.step(STATES, place.millis(), -1).orElseThrow();
            }
        }
    }

    @Test
    void aWeekIsKeptToItsAge() throws Exception {
        Limits limits = new Limits(512L << 20, Duration.ofHours(24));
        long week = 7 * 24 * HOUR;
        try (Ring ring = Recordings.open(directory, limits)) {
            simulate(ring, week, Map.of(), 15);
            assertEquals(START.plusSeconds(week - 24 * HOUR), ring.oldest().orElseThrow());
            assertTrue(ring.bytes() < 16 << 20, ring.bytes() + " bytes");
        }
    }

    @Test
    void aWeekIsKeptToItsSize() throws Exception {
        Limits limits = new Limits(2L << 20, Duration.ofDays(365));
        long week = 7 * 24 * HOUR;
        try (Ring ring = Recordings.open(directory, limits)) {
            simulate(ring, week, Map.of("peers", 300), 300);
            Instant oldest = ring.oldest().orElseThrow();
            assertTrue(oldest.isAfter(START.plusSeconds(HOUR)), "nothing was deleted");
            assertTrue(oldest.isBefore(START.plusSeconds(week - 24 * HOUR)), "too much was deleted: from " + oldest);
        }
        assertTrue(Files.size(Recordings.file(directory)) <= limits.sizeBytes());
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertTrue(reader.at(STATES, START.plusSeconds(week - 600)).isPresent());
        }
    }

    /** Samples states every so many seconds, and groupings of so many groups, with the tidying of a daemon in between. */
    private static void simulate(Ring ring, long seconds, Map<String, Integer> groupings, long interval)
            throws Exception {
        for (long second = 0; second <= seconds; second += interval) {
            List<Sampled> samples = new ArrayList<>();
            samples.add(Recordings.sampled(STATES, second, interval, Recordings.states(second % 97)));
            for (Map.Entry<String, Integer> grouping : groupings.entrySet()) {
                Map<List<String>, Extent> groups = new HashMap<>();
                for (int i = 0; i < grouping.getValue(); i++) {
                    groups.put(List.of("10.0.7." + i), Extent.of((second * 31 + i * 17L) % 1009));
                }
                samples.add(Recordings.sampled(series(grouping.getKey(), "remote-address"), second, interval, groups));
            }
            ring.append(samples);
            if (second % (60 * interval) == 0) {
                ring.tidy();
            }
        }
        ring.tidy();
    }

    private static RecordedSeries series(String name, String key) {
        return new RecordedSeries(
                name, List.of(key), List.of("tcp"), List.of("ipv4", "ipv6"), List.of("established"), Optional.empty());
    }

    @Test
    void seriesOfTheSameNameButOfOtherSocketsIsApart() throws Exception {
        RecordedSeries all = series("remote_address", "remote-address");
        RecordedSeries some = new RecordedSeries(
                all.name(), all.keys(), all.tables(), all.families(), all.states(), Optional.of("sport = :443"));
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            ring.append(List.of(Recordings.sampled(all, 0, 15, Map.of(List.of("::1"), Extent.of(3)))));
            ring.append(List.of(Recordings.sampled(some, 1, 15, Map.of(List.of("::1"), Extent.of(2)))));
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertEquals(List.of(all, some), reader.series());
            assertEquals(
                    Extent.of(2),
                    reader.at(some, START.plusSeconds(1)).orElseThrow().total());
        }
    }

    @Test
    void nothingIsLostWhenTheClockIsSet() throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            long passed = 0;
            for (long ahead : new long[] {0, -2 * HOUR, 10 * 365 * 24 * HOUR, 0}) {
                for (int i = 0; i < 600; i++) {
                    Sampled sample = established(passed, passed);
                    ring.append(List.of(new Sampled(
                            sample.series(), sample.shown().plusSeconds(ahead), sample.nanos(), sample.moment())));
                    passed++;
                }
                ring.tidy();
            }
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertEquals(Extent.of(599), at(reader, 599));
            assertEquals(Extent.of(700), at(reader, 700 - 2 * HOUR));
            assertEquals(Extent.of(1300), at(reader, 1300 + 10 * 365 * 24 * HOUR));
            assertEquals(Extent.of(2399), at(reader, 2399));
            assertEquals(Optional.empty(), reader.at(STATES, START.plusSeconds(700)));
        }
    }

    private static Extent at(HistoryReader reader, long second) throws HistoryException {
        return reader.at(STATES, START.plusSeconds(second)).orElseThrow().group(ESTABLISHED);
    }

    @Test
    void sqlite3ReadsItAsDocumented() throws Exception {
        record(0, 60, 100);
        assertEquals(
                List.of("2026-11-20 00:00:59|159|163"),
                Command.lines(
                        "sqlite3",
                        "-readonly",
                        Recordings.file(directory).toString(),
                        "SELECT datetime(time / 1000, 'unixepoch'),"
                                + " sqlar_uncompress(groups, size) ->> '$.tcp.ipv4.established[0]', total"
                                + " FROM states ORDER BY time DESC LIMIT 1"));
    }

    /** Made by the first conncount that recorded; a later format must read it or say why not. */
    @Test
    void historyOfTheFirstFormatIsReadAndWritten() throws Exception {
        try (InputStream first = RingTest.class.getResourceAsStream("format-1.db")) {
            Files.copy(first, Recordings.file(directory));
        }
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            ring.append(List.of(established(40, 60)));
            ring.tidy();
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertEquals(Extent.of(500), at(reader, 7));
            assertEquals(Extent.of(59), at(reader, 39));
            assertEquals(Extent.of(60), at(reader, 40));
        }
    }

    @Test
    void historyOfANewerFormatIsRefused() throws Exception {
        record(0, 10, 1);
        Command.lines("sqlite3", Recordings.file(directory).toString(), "PRAGMA user_version = 7");
        HistoryException reading = assertThrows(HistoryException.class, () -> HistoryReader.open(directory));
        HistoryException writing = assertThrows(HistoryException.class, () -> Recordings.open(directory, LIMITS));
        assertTrue(reading.getMessage().contains("format 7"), reading.getMessage());
        assertEquals(reading.getMessage(), writing.getMessage());
    }

    @Test
    void otherDatabaseIsRefused() throws Exception {
        Command.lines("sqlite3", Recordings.file(directory).toString(), "CREATE TABLE t (x); PRAGMA user_version = 1");
        assertThrows(HistoryException.class, () -> HistoryReader.open(directory));
        assertThrows(HistoryException.class, () -> Recordings.open(directory, LIMITS));
    }

    private void record(long from, long seconds, long established) throws Exception {
        try (Ring ring = Recordings.open(directory, LIMITS)) {
            for (long second = from; second < from + seconds; second++) {
                ring.append(List.of(established(second, established + second)));
            }
        }
    }
}
