package io.conncount.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.TerminalTextUtils;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.testing.Repository;
import io.conncount.tui.FleetScenes;
import io.conncount.tui.PastScenes;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Key;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Update;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every view, whole, at three sizes, as in {@code src/test/resources/frames}. With {@code -Dconncount.frames=write} the files
 * are written in place of compared: look at what has changed before you keep it.
 */
class FrameTest {
    private static final Path FRAMES = Repository.root().resolve("tui/src/test/resources/frames");
    private static final List<Size> SIZES = List.of(new Size(80, 24), new Size(120, 40), new Size(40, 10));

    private static final String DAEMON_GONE =
            "no daemon is listening at /run/conncount/conncount.sock: connection refused;"
                    + " start one (conncount serve), set CONNCOUNT_SOCKET to where its socket is, or leave --daemon out";

    private static final String NOT_WRITTEN =
            "not written: no such directory: /srv/reports/2026/november/connections; ask again";

    private static final List<Choice> NAMESPACES = List.of(
            new Choice("/proc/self/ns/net", "where this was started"),
            new Choice("all", "every network namespace at once"),
            new Choice("blue", "blue"),
            new Choice("/proc/4711/ns/net", "nginx.service"));

    private static Map<String, Function<Size, Model>> scenes() {
        Map<String, Function<Size, Model>> scenes = new TreeMap<>();
        scenes.put("empty", size -> Scenes.first(size, "local-port"));
        scenes.put("overview", size -> Scenes.busy(size, "local-port"));
        scenes.put("lasting", size -> Scenes.lasting(size, "local-port"));
        scenes.put("overview-by-state", size -> Scenes.busy(size, "state"));
        scenes.put("groups", size -> Scenes.pressed(Scenes.typed(busy(size), "2"), Key.Kind.DOWN));
        scenes.put("groups-end", size -> Scenes.pressed(Scenes.typed(busy(size), "2"), Key.Kind.END));
        scenes.put("listeners", size -> Scenes.typed(busy(size), "3"));
        scenes.put("sockets", size -> Scenes.typed(busy(size), "4j"));
        scenes.put("ports", size -> Scenes.typed(busy(size), "5"));
        scenes.put("memory", size -> Scenes.typed(Scenes.busy(size, "local-port"), "6"));
        scenes.put("capacity", size -> Scenes.typed(busy(size), "7j"));
        scenes.put("stats", size -> Scenes.typed(Scenes.busy(size, "local-port"), "8"));
        scenes.put("number", size -> Scenes.typed(busy(size), "n"));
        scenes.put("socket", size -> socket(busy(size)));
        scenes.put("warnings", size -> Scenes.typed(busy(size), "!j"));
        scenes.put("namespaces", size -> Update.after(busy(size), new Event.NamespacesListed(NAMESPACES)));
        scenes.put("help", size -> Scenes.typed(busy(size), "?"));
        scenes.put("group-by", size -> Scenes.typed(busy(size), "gj jj "));
        scenes.put("sort", size -> Scenes.typed(busy(size), "s"));
        scenes.put("columns", size -> Scenes.typed(busy(size), "4c"));
        scenes.put("explanation", size -> Scenes.typed(busy(size), "e"));
        scenes.put("filter", size -> Scenes.typed(busy(size), "/sport = :443 and state tim"));
        scenes.put("write", size -> Scenes.typed(busy(size), "w"));
        scenes.put("message", size -> Update.after(busy(size), new Event.Told(NOT_WRITTEN)));
        scenes.put("paused", size -> Scenes.typed(busy(size), " "));
        scenes.put("recorded", size -> Scenes.recorded(size, "remote-net/16", "state"));
        scenes.put("failing", size -> failing(busy(size), "socket(AF_NETLINK): operation not permitted (EPERM)"));
        scenes.put("daemon-gone", size -> failing(busy(size), DAEMON_GONE));
        putElsewhere(scenes);
        scenes.put("filtered", size -> filtered(busy(size)));
        scenes.put("filtered-listeners", size -> Scenes.typed(filtered(busy(size)), "3"));
        return scenes;
    }

    /** What is not this host now. */
    private static void putElsewhere(Map<String, Function<Size, Model>> scenes) {
        scenes.put("past", size -> PastScenes.sample(size, "local-port"));
        scenes.put("past-spike", size -> PastScenes.spike(size, "local-port"));
        scenes.put("past-groups", size -> Scenes.typed(PastScenes.spike(size, "local-port"), "2"));
        scenes.put("past-without-sockets", size -> PastScenes.without(size, Tab.SOCKETS, "4"));
        scenes.put("past-without-key", size -> PastScenes.withoutKey(size));
        scenes.put(
                "past-time",
                size -> Scenes.pressed(Scenes.typed(PastScenes.sample(size, "local-port"), "t12:0"), Key.Kind.ENTER));
        scenes.put("fleet", FleetScenes::hosts);
        scenes.put("fleet-groups", size -> Scenes.typed(FleetScenes.hosts(size), "2jj"));
        scenes.put("fleet-member", FleetScenes::member);
        scenes.put("fleet-unreachable", FleetScenes::unreachable);
    }

    /** One of the sockets. */
    private static Model socket(Model model) {
        return Scenes.second(
                Scenes.pressed(Scenes.typed(model, "4j"), Key.Kind.ENTER), 2, "remote-address", "local-port");
    }

    /** With a filter whose states and listeners were sampled, and groups that were not yet. */
    private static Model filtered(Model model) {
        Model typed = Scenes.pressed(Scenes.typed(model, "/sport = :443"), Key.Kind.ENTER);
        typed = Update.after(
                typed, new Event.Sampled<>(Topic.FILTERED_STATES, Scenes.state(Scenes.states(0), 1, Optional.empty())));
        return Update.after(
                typed,
                new Event.Sampled<>(
                        Tab.LISTENERS.topic(), Scenes.state(Scenes.filteredListeners(), 1, Optional.empty())));
    }

    private static Model failing(Model model, String reason) {
        Series.State<Snapshot> good = model.data().count(Topic.STATES).state();
        return Update.after(
                model,
                new Event.Sampled<>(
                        Topic.STATES,
                        new Series.State<>(
                                good.last(), 3, 1, 0, Optional.of(reason), good.interval(), good.lastCpu())));
    }

    private static Model busy(Size size) {
        return Scenes.busy(size, "remote-address", "local-port");
    }

    static Stream<Arguments> frames() {
        Stream<Arguments> usual =
                scenes().keySet().stream().flatMap(name -> SIZES.stream().map(size -> Arguments.of(name, size)));
        return Stream.concat(
                usual,
                Stream.of(
                        Arguments.of("overview", new Size(200, 60)),
                        Arguments.of("past", new Size(100, 30)),
                        Arguments.of("past", new Size(200, 60)),
                        Arguments.of("past-spike", new Size(100, 30)),
                        Arguments.of("past-spike", new Size(200, 60)),
                        Arguments.of("lasting", new Size(100, 30)),
                        Arguments.of("lasting", new Size(200, 60))));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameIsAsItWas(String name, Size size) throws IOException {
        compare(name, size, Painted.UNICODE);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameIsPlainAsciiWhereThatIsWanted(String name, Size size) throws IOException {
        String text = Painted.text(scenes().get(name).apply(size), Painted.ASCII);
        assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), text);
    }

    /** At every size: the rates, the scale of the trends, what a dialog's keys are, and what a fault is about. */
    @Test
    void whatMattersIsThereAtEverySize() throws IOException {
        for (int columns : new int[] {40, 47, 59, 60, 71, 72, 80, 100, 132, 200}) {
            for (int rows : new int[] {10, 13, 15, 16, 17, 24, 37, 60}) {
                Size size = new Size(columns, rows);
                Map<String, String> frames = new TreeMap<>();
                for (Map.Entry<String, Function<Size, Model>> scene : scenes().entrySet()) {
                    frames.put(scene.getKey(), Painted.text(scene.getValue().apply(size), Painted.UNICODE));
                }
                for (String overview : List.of("empty", "overview", "overview-by-state", "filtered", "paused")) {
                    assertHas(frames, overview, size, "connects", "accepts");
                }
                for (String key : List.of("q quit", "w write", "+ - pace")) {
                    assertTrue(rows < 30 || frames.get("groups").contains(key), key + " at " + size);
                }
                for (String dialog : List.of("help", "group-by", "sort", "columns", "explanation", "write")) {
                    assertHas(frames, dialog, size, "Esc");
                }
                assertHas(frames, "filter", size, "unknown state 'tim'", "▼");
                assertHas(frames, "daemon-gone", size, "leave --daemon out");
                assertHas(frames, "message", size, "ask again");
                String[] trends = frames.get("groups").split("TREND", -1);
                assertTrue(trends.length == 1 || trends[1].startsWith(", 0 TO MAX") || trends[1].startsWith(" 0-MAX"));
            }
        }
    }

    private static void assertHas(Map<String, String> frames, String scene, Size size, String... texts) {
        String frame = frames.get(scene);
        for (String text : texts) {
            // What is wrapped is indented.
            assertTrue(frame.replaceAll("\\n *", " ").contains(text), scene + " at " + size + ":\n" + frame);
        }
    }

    /** In reverse video a curve would stand upside down. */
    @Test
    void trendOfTheSelectedRowIsNotReversed() throws IOException {
        Model model = Scenes.typed(busy(new Size(80, 24)), "2");
        String selected = Painted.reversed(model, Painted.UNICODE)
                .lines()
                .filter(line -> line.startsWith("10.1.0.1 "))
                .findFirst()
                .orElseThrow();
        assertTrue(selected.contains("3,000"), selected);
        assertTrue(selected.chars().noneMatch(c -> c >= '▁' && c <= '█'), selected);
    }

    /** A caret that pointed at the wrong character, and text that ran out of the screen, where one takes several columns. */
    @Test
    void caretStandsOverTheFaultWhateverIsBeforeIt() throws IOException {
        Model model = Scenes.typed(busy(new Size(80, 24)), "/src = /日本 and stat");
        List<String> lines = Painted.text(model, Painted.UNICODE).lines().toList();
        assertEquals(
                TerminalTextUtils.getColumnWidth(
                        lines.get(23).substring(0, lines.get(23).indexOf("stat"))),
                lines.get(22).indexOf("▼"));
        String ascii = Painted.text(Scenes.typed(model, "e 日本日本日本日本日本"), Painted.ASCII);
        assertTrue(ascii.lines().toList().get(23).endsWith("\\xe6\\x9c\\xac"), ascii);
    }

    /** The picture in the README is a frame: {@code -Dconncount.frames=write} puts it there. */
    @Test
    void readmeShowsTheOverview() throws IOException {
        Model model = Scenes.busy(new Size(80, 24), "local-port");
        for (int second = 2; second < 20; second++) {
            model = Scenes.second(model, second, "local-port");
        }
        String frame = Painted.text(model, Painted.UNICODE)
                .lines()
                .map(line -> line.replaceAll(" <$", "").stripTrailing())
                .collect(Collectors.joining("\n"));
        Path readme = Repository.root().resolve("README.md");
        String text = Files.readString(readme, StandardCharsets.UTF_8);
        int from = text.indexOf("```", text.indexOf("## Live")) + "```\n".length();
        int end = text.indexOf("\n```", from);
        if ("write".equals(System.getProperty("conncount.frames"))) {
            Files.writeString(readme, text.substring(0, from) + frame + text.substring(end), StandardCharsets.UTF_8);
            return;
        }
        assertEquals(frame, text.substring(from, end));
    }

    /** So is {@code docs/dashboard.svg}, in colour. */
    @Test
    void pictureShowsTheOverview() throws IOException {
        Model model = Scenes.busy(new Size(110, 34), "local-port");
        for (int second = 2; second < 36; second++) {
            model = Scenes.second(model, second, "local-port");
        }
        String picture = Painted.picture(model, Painted.DARK);
        Path file = Repository.root().resolve("docs/dashboard.svg");
        if ("write".equals(System.getProperty("conncount.frames"))) {
            Files.writeString(file, picture, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(file, StandardCharsets.UTF_8), picture);
    }

    private static void compare(String name, Size size, Abilities abilities) throws IOException {
        String text = Painted.text(scenes().get(name).apply(size), abilities);
        Path file = FRAMES.resolve(name + "-" + size.columns() + "x" + size.rows() + ".txt");
        if ("write".equals(System.getProperty("conncount.frames"))) {
            Files.createDirectories(FRAMES);
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(file, StandardCharsets.UTF_8), text);
    }
}
