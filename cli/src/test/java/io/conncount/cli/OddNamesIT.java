package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names of sockets and interfaces that hold what is no UTF-8, or would break a line, a column or a string. */
class OddNamesIT {
    /** As Latin-1, a character a byte; behind a zero, so that they are in no file system. */
    private static final List<String> NAMES = List.of(
            "\0caf\u00c3\u00a9",
            "\0caf\u00e9 \\x41\",",
            "\0one\ntwo",
            "\0 blank",
            "\0\u00e2\u0080\u00ae",
            "\0a\0b",
            "\0two\n0000000000000000: 00000002 00000000 00010000 0001 01 12345 @forged");

    private static final String CAVEAT =
            "unix sockets may be too many: a name with a newline can forge lines of /proc/net/unix";
    private static final Pattern ESCAPE = Pattern.compile("\\\\x(..)");

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "1");
        sockets = namespace.call(() -> {
            Command.lines("bash", "-c", "ip link add $'br\\xe9' type bridge; ip link add $'br\\xc3\\xa9' type bridge");
            NativeSockets made = new NativeSockets();
            for (String name : NAMES) {
                made.boundToUnix(NativeSockets.DGRAM, name.getBytes(StandardCharsets.ISO_8859_1));
            }
            made.boundToDevice("br\u00e9".getBytes(StandardCharsets.ISO_8859_1), 7100);
            made.boundToDevice("br\u00e9".getBytes(StandardCharsets.UTF_8), 7101);
            return made;
        });
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    private static Launch inside(Callable<Launch> launch) throws IOException, InterruptedException {
        return namespace.call(launch);
    }

    /** The bytes of names, as Latin-1, had back from what was shown as the manual says. */
    private static List<String> names(Stream<String> shown) {
        return shown.map(name -> {
                    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                    String latin = new String(utf8, StandardCharsets.ISO_8859_1);
                    return ESCAPE.matcher(latin)
                            .replaceAll(match ->
                                    Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
                })
                .sorted()
                .toList();
    }

    private static List<String> rows(String... format) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("list", "-xH", "--columns", "local_address"));
        words.addAll(List.of(format));
        words.addAll(List.of("state", "close"));
        Launch launch = inside(() -> Launch.of(words.toArray(String[]::new)));
        assertEquals("", launch.err());
        return launch.out().lines().toList();
    }

    @Test
    void everyFormatTellsTheBytesOfAName() throws Exception {
        List<String> expected = NAMES.stream().sorted().toList();
        assertEquals(expected, names(rows().stream()));
        assertEquals(
                expected,
                names(rows("--csv").stream()
                        .map(row -> row.startsWith("\"") ? row.substring(1, row.length() - 1) : row)
                        .map(row -> row.replace("\"\"", "\""))));
        List<String> lines = rows("--ndjson");
        assertEquals(
                expected,
                names(lines.subList(0, lines.size() - 1).stream()
                        .map(row -> row.replaceFirst("\\{\"local_address\":\"(.*)\"}", "$1"))
                        .map(row -> row.replaceAll("\\\\(.)", "$1"))));
    }

    @Test
    void nameCopiedOutOfARowFindsItsSocket() throws Exception {
        List<String> shown = new ArrayList<>(rows());
        shown.addAll(inside(() -> Launch.of("list", "-xaH", "state", "close"))
                .out()
                .lines()
                .map(row -> row.split(" +")[3])
                .toList());
        assertEquals(2 * NAMES.size(), shown.size());
        for (String name : shown) {
            String quote = name.contains("'") ? "\"" : "'";
            for (String filter : List.of("src unix:", "src = unix:", "src == ", "src ")) {
                String words = filter.replaceFirst("(unix:)?$", quote + "$1") + name + quote;
                assertEquals(
                        names(Stream.of(name.replaceFirst("^@", "\\\\x00").replace("a@b", "a\\x00b"))),
                        names(inside(() -> Launch.of("list", "-xaH", "--columns", "local_address", words))
                                .out()
                                .lines()),
                        words);
            }
        }
    }

    @Test
    void namesInUtf8AreShownAsTheyAre() throws Exception {
        assertTrue(rows().contains("\\x00café"), rows().toString());
        assertTrue(
                rows("--csv").contains("\"\\x00caf\\xe9 \\x5cx41\"\",\""),
                rows("--csv").toString());
        assertTrue(
                rows("--ndjson").contains("{\"local_address\":\"\\\\x00caf\\\\xe9 \\\\x5cx41\\\",\"}"),
                rows("--ndjson").toString());
        String ss = inside(() -> Launch.of("list", "-xaH")).out();
        assertTrue(ss.contains("               @café "), ss);
        assertTrue(ss.contains("  @caf\\xe9\\x20\\x5cx41\", "), ss);
    }

    @Test
    void namesOfInterfacesAreEscapedAlike() throws Exception {
        assertEquals(
                "br\\xe9 1\n",
                inside(() -> Launch.of("--by", "interface", "sport = :7100")).out());
        assertTrue(inside(() -> Launch.of("--by", "interface", "--json", "sport = :7101"))
                .out()
                .contains("{\"interface\":\"bré\",\"count\":1}"));
        assertTrue(inside(() -> Launch.of("list", "-tlnH", "--ndjson", "sport = :7100"))
                .out()
                .contains("\"interface\":\"br\\\\xe9\""));
    }

    @Test
    void procfsGoesOnBehindALineBreakInAName() throws Exception {
        Launch launch = inside(() -> Launch.of("-x", "--source", "procfs", "--json", "state", "close"));
        assertEquals(0, launch.exitCode());
        assertTrue(launch.out().contains("\"total\":" + NAMES.size() + ","), launch.out());
        assertTrue(
                launch.out().contains("\"complete\":true,\"caveats\":[\"" + CAVEAT + "\"],\"error_bar\":null"),
                launch.out());
        assertEquals(
                "conncount: reading /proc/net instead of sock_diag; this is slow on busy hosts\nconncount: " + CAVEAT
                        + "\n",
                launch.err());
    }

    /** What nobody can tell from a socket, as its caveat says; sock_diag can. */
    @Test
    void procfsTakesAForgedLineForASocket() throws Exception {
        Launch forged = inside(() -> Launch.of("list", "-xaH", "--source", "procfs", "inode", "12345", "--json"));
        assertTrue(forged.out().contains("\"count\":1,\"complete\":true,\"caveats\":[\""), forged.out());
        assertEquals(
                "", inside(() -> Launch.of("list", "-xaH", "inode", "12345")).out());
    }

    @Test
    void caveatsAreAboutUnixSocketsAlone() throws Exception {
        Launch tcp = inside(() -> Launch.of("--source", "procfs", "--json"));
        assertFalse(tcp.out().contains("caveats"), tcp.out());
        assertEquals(1, tcp.err().lines().count(), tcp.err());
    }
}
