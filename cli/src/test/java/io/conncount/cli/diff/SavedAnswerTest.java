package io.conncount.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupKeys;
import io.conncount.source.recording.RecordingException;
import io.conncount.testing.ErrorText;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedAnswerTest {
    private static final Path FILE = Path.of("a.json");

    private static final String ANSWER = """
            {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:00.123Z",\
            "by":["local_port","cgroup"],"filter":"state established","total":61,"groups":[\
            {"local_port":443,"cgroup":"/a\\\\x5cb","count":30},{"local_port":80,"cgroup":"/a","count":20},\
            {"local_port":80,"cgroup":"/\\\\xff","count":11},{"local_port":22,"cgroup":"/a","count":0}],\
            "other":{"groups":0,"count":0},"complete":true,"error_bar":7,"source":"sock_diag","elapsed_ms":91.2}
            """;

    private static SavedAnswer read(String json, int groupsMax) throws RecordingException {
        return SavedAnswer.read(FILE, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), groupsMax);
    }

    private static Side by(String json, String... keys) throws RecordingException {
        return read(json, 100).by(GroupKeys.of(List.of(keys)));
    }

    @Test
    void groupsHaveTheirNamesAsTheHostHadThem() throws RecordingException {
        Side side = by(ANSWER, "local-port", "cgroup");
        assertEquals(
                Map.of(
                        List.of("443", "/a\\b"), 30L,
                        List.of("80", "/a"), 20L,
                        List.of("80", "/\udcff"), 11L),
                side.groups());
        assertEquals(61, side.total());
        assertEquals("web1", side.host());
        assertEquals(Optional.of("state established"), side.filter());
        assertEquals(7, side.errorBar());
        assertEquals(Optional.empty(), side.fault());
    }

    @Test
    void groupsAreAddedUpByFewerKeys() throws RecordingException {
        assertEquals(
                Map.of(List.of("443"), 30L, List.of("80"), 31L),
                by(ANSWER, "local-port").groups());
        assertTrue(read(ANSWER, 100).has(GroupKeys.of(List.of("cgroup", "local-port"))));
        assertTrue(!read(ANSWER, 100).has(GroupKeys.of(List.of("state"))));
    }

    @Test
    void groupsThatAreNotShownAreAFault() throws RecordingException {
        String top = ANSWER.replace("\"other\":{\"groups\":0,\"count\":0}", "\"other\":{\"groups\":3,\"count\":9}")
                .replace("\"total\":61", "\"total\":70");
        assertTrue(by(top, "cgroup").fault().orElseThrow().contains("3 groups with 9 sockets"));
        Side limited = read(ANSWER, 2).by(GroupKeys.of(List.of("local-port")));
        assertEquals(Map.of(List.of("443"), 30L, List.of("80"), 20L), limited.groups());
        assertTrue(limited.fault().orElseThrow().contains("2 groups with 11 sockets"));
        assertTrue(by(ANSWER.replace("\"complete\":true", "\"complete\":false"), "cgroup")
                .fault()
                .isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count/2            | count/3            | schema .. conncount.count/3 .. conncount.count/2",
                "count/2            | list/2             | conncount.list/2",
                "\"schema\"         | \"skema\"          | schema",
                "\"by\"             | \"bye\"            | 'by' .. 'groups'",
                "[\"local_port\",   | [\"localport\",    | 'localport'",
                "[\"local_port\",   | [\"remote_net/99/999\",   | 'remote_net/99/999'",
                "\"local_port\":443 | \"local_port\":\"<b>\"    | '<b>' .. local-port",
                "\"local_port\":443,| ``                 | local_port",
                "\"count\":30       | \"count\":31       | 61 .. 62",
                "\"count\":30       | \"count\":-30      | character .. whole number",
                ",\"count\":30      | ``                 | without a count",
                "\"time\":\"2026    | \"time\":\"x026    | time",
                "\"total\":61       | \"total\":1e9      | whole number",
                "\"complete\":true  | \"complete\":yes   | 'false'"
            })
    void changedAnswerIsRefused(String from, String to, String parts) {
        assertTrue(ANSWER.contains(from), from);
        RecordingException e = assertThrows(RecordingException.class, () -> read(ANSWER.replace(from, to), 100));
        ErrorText.assertNames("a.json: .. " + parts + " .. conncount --json > FILE", e.getMessage());
    }

    @Property
    void shortenedAnswerIsRefused(@ForAll @IntRange(min = 0, max = 400) int length) {
        assertThrows(RecordingException.class, () -> read(ANSWER.substring(0, length), 100));
    }

    /** Whatever stands anywhere, there is an answer or a line that says what is wrong. */
    @Property
    void damagedAnswerIsReadOrRefused(@ForAll @IntRange(min = 0, max = 440) int place, @ForAll String damage)
            throws RecordingException {
        String damaged = ANSWER.substring(0, place) + damage + ANSWER.substring(Math.min(ANSWER.length(), place + 3));
        try {
            Side side = read(damaged, 100).by(List.of());
            assertTrue(side.total() >= 0);
        } catch (RecordingException e) {
            assertTrue(e.getMessage().startsWith("a.json: "), e.getMessage());
        }
    }
}
