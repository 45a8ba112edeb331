package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers and recordings of real sockets, taken in two namespaces and compared outside of them. */
class DiffIT {
    @TempDir
    private static Path directory;

    /** The same sockets as an answer and as a recording, before and after. */
    @BeforeAll
    static void save() throws IOException, InterruptedException {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "30", "--time-wait", "20")) {
            namespace.call(() -> save("before"));
        }
        try (SocketNamespace namespace = new SocketNamespace("--connections", "80", "--close-wait", "7")) {
            namespace.call(() -> save("after"));
        }
    }

    private static Void save(String name) throws IOException, InterruptedException {
        Launch answer = Launch.of("--by", "state,family", "--json");
        Files.writeString(directory.resolve(name + ".json"), answer.out());
        Launch recording = Launch.of("record", directory.resolve(name + ".rec").toString());
        assertEquals(0, answer.exitCode() + recording.exitCode(), answer.err() + recording.err());
        return null;
    }

    private static Launch diff(String before, String after, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "diff",
                directory.resolve(before).toString(),
                directory.resolve(after).toString()));
        words.addAll(List.of(options));
        return Launch.of(words.toArray(String[]::new));
    }

    private static Launch done(Launch launch) {
        assertEquals("", launch.err());
        assertEquals(0, launch.exitCode());
        return launch;
    }

    @Test
    void recordingsAndAnswersTellTheSame() throws Exception {
        Launch recorded = done(diff("before.rec", "after.rec", "--csv"));
        assertTrue(recorded.out().startsWith("state,before,after,delta,change\nestablished,60,160,100,grew\n"));
        assertTrue(recorded.out().contains("\ntime_wait,20,0,-20,went\n"), recorded.out());
        assertTrue(recorded.out().contains("\nclose_wait,0,7,7,came\n"), recorded.out());
        for (String[] pair : new String[][] {
            {"before.json", "after.json"}, {"before.json", "after.rec"}, {"before.rec", "after.json"}
        }) {
            assertEquals(recorded, done(diff(pair[0], pair[1], "--by", "state", "--csv")), pair[0] + pair[1]);
        }
    }

    @Test
    void sameIsNoChange() throws Exception {
        assertEquals("", done(diff("after.rec", "after.json")).out());
    }

    @Test
    void recordingsAreFiltered() throws Exception {
        Launch launch = done(diff("before.rec", "after.rec", "--by", "state,family", "state", "close-wait"));
        assertTrue(launch.out().matches("CLOSE-WAIT ipv4 +0 +7 +\\+7 came\n"), launch.out());
    }

    @Test
    void answerMayComeThroughAPipe() throws Exception {
        Launch launch = Launch.shell("$conncount diff <(cat " + directory.resolve("before.json") + ") "
                + directory.resolve("after.rec") + " --by state --top 1");
        assertTrue(done(launch).out().matches("ESTAB +60 +160 +\\+100 grew\n\\(other\\) .*\n"), launch.out());
    }

    @Test
    void answerWithoutAllItsGroupsIsIncomplete() throws Exception {
        String json = Files.readString(directory.resolve("before.json"));
        Path cut = Files.writeString(
                directory.resolve("cut.json"), json.replace("\"complete\":true", "\"complete\":false"));
        Launch launch = diff("cut.json", "after.rec");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.out().startsWith("ESTAB ipv4 "), launch.out());
        assertTrue(launch.err().startsWith("conncount: incomplete: " + cut + ": "), launch.err());
    }

    @Test
    void mistakeIsOneLine() throws Exception {
        diff("before.json", "after.json", "--by", "user").assertRefused(2, " .. before.json .. state,family .. --by");
        diff("before.json", "after.rec", "state", "listen").assertRefused(2, " .. filters .. before.json");
        diff("before.json", "nowhere").assertRefused(1, " .. nowhere: no such file");
        Files.writeString(directory.resolve("list.json"), "{\"schema\":\"conncount.list/2\",\"sockets\":[]}");
        diff("list.json", "after.rec").assertRefused(1, " .. list.json: .. conncount.list/2");
        Launch.of("diff", "one").assertRefused(2, " .. conncount diff A B");
    }
}
