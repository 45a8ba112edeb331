package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Captures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program about the processes of recorded FreeBSD hosts, against what sockstat printed there. */
class FreeBsdProcessesIT {
    private static final String UNOWNED = "(unowned)";
    private static final Pattern HOLDER = Pattern.compile("\"([^\"]+)\",pid=(\\d+),fd=(\\d+)");
    private static final String FILES = "main__kern.file.bin";

    @TempDir
    private Path directory;

    /** A line of sockstat: a socket and one of its holders; of a socket without one, question marks. */
    private record Line(String user, String command, String pid, String descriptor, String protocol, String ends) {
        boolean held() {
            return !pid.startsWith("?");
        }

        String value(String key) {
            String value = switch (key) {
                case "process" -> command;
                case "pid" -> pid;
                default -> user;
            };
            return held() ? value : UNOWNED;
        }
    }

    private static List<Line> sockstat(String release) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Captures.text(release, "sockstat-46")) {
            String[] words = line.trim().split("\\s+");
            if (!words[0].equals("USER")) {
                String ends = (words[5] + " " + words[6]).replaceAll("[\\[\\]]", "");
                lines.add(new Line(words[0], words[1], words[2], words[3], words[4], ends));
            }
        }
        return lines;
    }

    /** One line for each socket: that of the process with the lowest number. A child has its parent's descriptors, by their numbers. */
    private static Collection<Line> sockets(String release) throws IOException {
        Map<String, Line> lowest = new HashMap<>();
        int unheld = 0;
        for (Line line : sockstat(release)) {
            String socket = line.held() ? line.descriptor + " " + line.protocol + " " + line.ends : "?" + unheld++;
            lowest.merge(socket, line, (a, b) -> Integer.parseInt(a.pid) < Integer.parseInt(b.pid) ? a : b);
        }
        return lowest.values();
    }

    private static Map<String, Integer> counts(Collection<Line> lines, Function<Line, String> value) {
        Map<String, Integer> counts = new TreeMap<>();
        lines.forEach(line -> counts.merge(value.apply(line), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> counts(String out) {
        Map<String, Integer> counts = new TreeMap<>();
        out.lines().forEach(line -> counts.put(line.split(" ")[0], Integer.valueOf(line.split(" ")[1])));
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"13.2, process", "13.2, pid", "15.1, process", "15.1, pid"})
    void countsAreSockstats(String release, String key) throws Exception {
        Collection<Line> sockets = sockets(release);
        assertEquals(241, sockets.size());
        assertEquals(
                counts(sockets, line -> line.value(key)),
                counts(answer("--from", from(release), "-t", "-u", "--by", key)));
    }

    /** The user who opened a socket is the kernel's, who knows it of sockets too that no process holds any more. */
    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void usersOfSocketsThatAreHeldAreSockstats(String release) throws Exception {
        List<Line> held = sockets(release).stream().filter(Line::held).toList();
        assertEquals(
                counts(held, Line::user),
                counts(answer(
                        "--from", from(release), "-t", "-u", "--by", "user", "process", "!=", "\"" + UNOWNED + "\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void everyHolderOfEverySocketIsSockstats(String release) throws Exception {
        List<String> expected = new ArrayList<>();
        for (Line line : sockstat(release)) {
            expected.add((line.held() ? line.command + " " + line.pid + " " + line.descriptor : UNOWNED) + " "
                    + line.protocol.replace("46", "6") + " " + line.ends);
        }
        String columns = "users,proto,family,local_address,local_port,remote_address,remote_port";
        List<String> rows = new ArrayList<>();
        for (String row : rows(release, "-t", "-u", "-a", "--columns", columns)) {
            String[] words = row.split("\\|", -1);
            String socket = words[1] + words[2].replace("ipv", "") + " " + end(words[3], words[4]) + " "
                    + end(words[5], words[6]);
            holders(words[0]).forEach(holder -> rows.add(holder + " " + socket));
        }
        assertEquals(expected.stream().sorted().toList(), rows.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void holdersOfUnixSocketsAreSockstats(String release) throws Exception {
        List<String> expected = new ArrayList<>();
        for (String line : Captures.text(release, "sockstat-u")) {
            String[] words = line.trim().split("\\s+");
            if (!words[0].equals("USER")) {
                boolean held = !words[2].startsWith("?");
                expected.add(
                        (held ? words[1] + " " + words[2] + " " + words[3] : UNOWNED) + " " + words[4].substring(0, 3));
            }
        }
        List<String> rows = new ArrayList<>();
        for (String row : rows(release, "-x", "-a", "--columns", "users,netid")) {
            String[] words = row.split("\\|", -1);
            holders(words[0]).forEach(holder -> rows.add(holder + words[1].replace("u_", " ")));
        }
        assertEquals(expected.stream().sorted().toList(), rows.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({"13.2, 8", "13.2, 14", "15.1, 8", "15.1, 13"})
    void filterFindsEverySocketThatAProcessHolds(String release, String pid) throws Exception {
        List<Line> held =
                sockstat(release).stream().filter(line -> line.pid.equals(pid)).toList();
        String count = held.size() + "\n";
        assertEquals("init " + count, answer("--from", from(release), "-t", "-u", "--by", "process", "pid", "=", pid));
        List<String> rows = rows(release, "-t", "-u", "-a", "--columns", "users", "pid = " + pid);
        assertEquals(held.size(), rows.size());
        assertTrue(rows.stream().allMatch(row -> row.contains("pid=" + pid + ",")), rows::toString);
        assertEquals(
                sockets(release).stream().filter(Line::held).count(),
                rows(release, "-t", "-u", "-a", "--columns", "users", "process = init")
                        .size());
        assertEquals(List.of(), rows(release, "-t", "-u", "-a", "--columns", "users", "process = nginx"));
    }

    /** Process 14 is in jail 1, which shares the network stack of the host; the list that jail sees has its sockets. */
    @Test
    void socketsOfAJailAreThoseThatItSees() throws Exception {
        List<String> ofJail = rows("15.1", "-a", "--columns", "local_port,remote_port,pid", "jail = 1");
        assertEquals(2, ofJail.size());
        assertTrue(ofJail.stream().allMatch(row -> row.endsWith("|14")), ofJail::toString);
        Launch inJail = Launch.of(
                "list", "-Ha", "--csv", "--columns", "local_port,remote_port,pid", "--from", from("15.1:jailroot"));
        assertEquals(
                ofJail.stream().sorted().toList(),
                inJail.out().replace(',', '|').lines().sorted().toList());
        assertEquals("0 205\n(unowned) 29\n1 2\n", answer("--from", from("13.2"), "--by", "jail"));
        assertEquals(205, rows("13.2", "-a", "--columns", "jail", "jail != 1").size());
    }

    @Test
    void dashboardGroupsAndDrillsByProcessAndJail() throws Exception {
        try (Tmux terminal = new Tmux(120, 40, directory)) {
            terminal.shell(Launch.conncount() + " top --by process,jail --from " + from("15.1"));
            terminal.await("JAIL");
            terminal.keys("2");
            terminal.await("(unowned)");
            terminal.keys("Enter");
            terminal.await("process = init and jail = 0");
            terminal.keys("q");
        }
    }

    @Test
    void pathsOfProgramsAreNotReported() throws Exception {
        assertEquals("(not-reported) 207\n(unowned) 29\n", answer("--from", from("15.1"), "--by", "exe"));
        assertEquals(
                207,
                rows("15.1", "-a", "--columns", "pid,exe", "exe = \"(not-reported)\"")
                        .size());
    }

    /** The sockets of a host, and the processes as a user sees them who may not see those of others: 8 sockets are theirs, 24 nobody's. */
    @Test
    void socketsOfHiddenProcessesAreNotSaidToHaveNone() throws Exception {
        Path own = copied("main__net.inet.tcp.pcblist.bin", "main__net.inet.tcp.pcblist.bin");
        copied("uid1001-seeother0__kern.file.bin", FILES);
        copied("uid1001-seeother0__kern.proc.proc.bin", "main__kern.proc.proc.bin");
        Launch launch = Launch.of("--from", own.toString(), "--by", "process");
        assertEquals("init 199\n(not-permitted) 32\n(unowned) 5\n", launch.out());
        assertEquals(
                "conncount: no process is known for 32 sockets, because the kernel shows only the processes that this user"
                        + " or jail may see (security.bsd.see_other_uids, jail(8)); root of the host sees all\n",
                launch.err());
        assertEquals(
                "(not-permitted) 32\n",
                Launch.of("--from", own.toString(), "--by", "pid", "pid = \"(not-permitted)\"")
                        .out());
    }

    @ParameterizedTest
    @CsvSource({"-10, 128", "1000, 136", "128, 0"})
    void damagedListIsAnError(int keptBytes, long size) throws Exception {
        Path own = copied("main__net.inet.tcp.pcblist.bin", "main__net.inet.tcp.pcblist.bin");
        copied("main__kern.proc.proc.bin", "main__kern.proc.proc.bin");
        byte[] files = Files.readAllBytes(Captures.directory("15.1").resolve(FILES));
        ByteBuffer.wrap(files).order(ByteOrder.LITTLE_ENDIAN).putLong(0, size);
        Files.write(own.resolve(FILES), Arrays.copyOf(files, keptBytes < 0 ? files.length + keptBytes : keptBytes));
        for (String command : List.of("--by process", "list -p", "list pid = 8")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(words.get(0).equals("list") ? 1 : 0, List.of("--from", own.toString()));
            Launch launch = Launch.of(words.toArray(String[]::new));
            assertEquals(1, launch.exitCode());
            assertEquals("", launch.out());
            assertTrue(
                    launch.err()
                            .matches(
                                    "conncount: it cannot be read which processes hold sockets: xfile at byte \\d+: .+\n"),
                    launch.err());
        }
    }

    @Test
    void recordingWithoutProcessesSaysSo() throws Exception {
        Launch launch = Launch.of("--from", from("13.2:idle"), "--by", "process");
        assertEquals(1, launch.exitCode());
        assertEquals(
                "conncount: cannot read sockets: sysctl(kern.file) in " + Captures.directory("13.2")
                        + ": not found (ENOENT); this kernel, or this recording, has no such value\n",
                launch.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--by jail",
                "jail = 1",
                "list jail = 1",
                "list --columns jail",
                "list --sort jail --top 1",
                "kill --yes jail = 1",
                "record unmade.rec jail = 1",
                "serve --no-socket --web.listen-address 127.0.0.1:0 --group by=jail"
            })
    void jailsAreRefusedOnLinux(String words) throws Exception {
        assertEquals(
                new Launch(1, "", "conncount: only FreeBSD has jails; on Linux, ask for container instead\n"),
                Launch.of(words.split(" ")));
    }

    private static String from(String set) {
        String[] parts = set.split(":");
        return Captures.directory(parts[0]) + (parts.length > 1 ? ":" + parts[1] : "");
    }

    /** A file of 15.1 in a directory of its own. */
    private Path copied(String from, String to) throws IOException {
        Files.copy(Captures.directory("15.1").resolve(from), directory.resolve(to));
        return directory;
    }

    private static String answer(String... words) throws Exception {
        Launch launch = Launch.of(words);
        assertEquals("", launch.err());
        assertEquals(0, launch.exitCode());
        return launch.out();
    }

    /** Rows of a list, with bars between values. */
    private static List<String> rows(String release, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("list", "--ndjson", "--from", from(release)));
        command.addAll(List.of(words));
        List<String> names = List.of(words[List.of(words).indexOf("--columns") + 1].split(","));
        List<String> rows = new ArrayList<>();
        String objects = answer(command.toArray(String[]::new));
        // The last one is about the answer.
        for (String object : objects.lines().limit(objects.lines().count() - 1).toList()) {
            List<String> values = new ArrayList<>();
            for (String name : names) {
                Matcher value = Pattern.compile("\"" + name + "\":(\"((?:[^\"\\\\]|\\\\.)*)\"|[^,}]*)")
                        .matcher(object);
                values.add(
                        !value.find()
                                ? ""
                                : value.group(2) == null
                                        ? value.group(1)
                                        : value.group(2).replace("\\\"", "\""));
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }

    /** Each as sockstat has it; one that says so where there is none. */
    private static List<String> holders(String users) {
        List<String> holders = HOLDER.matcher(users)
                .results()
                .map(holder -> holder.group(1) + " " + holder.group(2) + " " + holder.group(3))
                .toList();
        return holders.isEmpty() ? List.of(UNOWNED) : holders;
    }

    private static String end(String address, String port) {
        boolean any = address.equals("0.0.0.0") || address.equals("::");
        return (any ? "*" : address) + ":" + (port.equals("0") ? "*" : port);
    }
}
