package io.conncount.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.testing.Waiting;
import io.conncount.tui.Sampling.Plan;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Key;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Update;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keys make the dashboard ask of the host: a new question once, and a view that comes back nothing. */
@Timeout(Waiting.SECONDS_MAX)
class SamplingTest {
    /** Longer than the test takes, so that nothing is asked because time has passed. */
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<BooleanSupplier> heard = new LinkedBlockingQueue<>();
    private final Sampling sampling = new Sampling(new Asker(), 0.1, true, (event, current) -> heard.add(current));
    private volatile boolean churnWanted;
    private Model model = withInterval(Scenes.first(new Size(80, 24), "remote-port"));

    /** Answers at once, and notes what it was asked. */
    private final class Asker implements Backend {
        @Override
        public Snapshot count(Query query) {
            asked.add(String.join(",", query.keyNames()) + where(query.selection()));
            GroupTable table = new GroupTable(query.keys(), 10);
            return new Snapshot(
                    "web1",
                    Scenes.TIME,
                    table,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    "test",
                    Duration.ZERO,
                    List.of());
        }

        @Override
        public History history() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wantChurn(boolean wanted) {
            churnWanted = wanted;
        }

        @Override
        public Optional<Churn> churn(Query query) {
            asked.add("churn of " + String.join(",", query.keyNames()));
            return Optional.empty();
        }

        @Override
        public Snapshot ports() {
            return count(Question.count(Scenes.ALL, Scenes.keys("local-address", "remote-address", "remote-port")));
        }

        private static String where(Selection sockets) {
            return sockets.filter().map(filter -> " where " + filter.text()).orElse("");
        }

        @Override
        public Measures measures() {
            return Measures.NONE;
        }

        @Override
        public ListenQueues queues(Selection sockets) {
            asked.add("queues" + where(sockets));
            return new ListenQueues(List.of(), 0, Optional.empty());
        }

        @Override
        public Table table(Tab tab, Question question) {
            asked.add(tab + where(question.sockets()));
            return new Table(List.of(), List.of(), false, List.of(), Optional.empty(), "test");
        }

        @Override
        public List<Choice> namespaces() {
            return List.of();
        }

        @Override
        public Written write(Counted counted, Path file) {
            return new Written(0, true, Optional.empty());
        }

        @Override
        public Written writeTable(Tab tab, Question question, int sortedRowsMax, Path file) {
            return new Written(0, true, Optional.empty());
        }
    }

    @AfterEach
    void close() {
        sampling.close();
    }

    private static Model withInterval(Model first) {
        return Model.first(first.setup(), first.size(), first.question(), INTERVAL, first.hidden(), Scenes.TIME);
    }

    private void press(Key... keys) {
        for (Key key : keys) {
            model = Update.after(model, new Event.Typed(key));
            sampling.ask(Plan.by(model));
        }
    }

    private void type(String keys) {
        keys.chars().forEach(key -> press(Key.of((char) key)));
    }

    /** Waits for so many answers; returns the last. */
    private BooleanSupplier hear(int answers) throws InterruptedException {
        for (int i = 1; i < answers; i++) {
            heard.take();
        }
        return heard.take();
    }

    /** What was asked until so many answers had come, in no order. */
    private List<String> askedUntil(int answers) throws InterruptedException {
        hear(answers);
        List<String> sorted = List.copyOf(new TreeSet<>(asked));
        assertEquals(asked.size(), sorted.size(), () -> "asked twice: " + asked);
        asked.clear();
        return sorted;
    }

    private void start() throws InterruptedException {
        sampling.ask(Plan.by(model));
        // The measures, which are no dump, are the fifth answer.
        assertEquals(
                List.of("local-address,remote-address,remote-port", "queues", "remote-port", "state"), askedUntil(5));
    }

    @Test
    void viewsThatWereSampledAreNotSampledAgain() throws InterruptedException {
        start();
        type("4");
        assertEquals(List.of("SOCKETS"), askedUntil(1));
        type("3");
        assertEquals(List.of("LISTENERS"), askedUntil(1));
        type("2");
        assertEquals(List.of("churn of remote-port"), askedUntil(1));
        for (Tab tab : List.of(Tab.PORTS, Tab.MEMORY, Tab.CAPACITY, Tab.STATS)) {
            type(Integer.toString(tab.ordinal() + 1));
            assertEquals(List.of(tab.name()), askedUntil(1));
        }
        type("12341243121");
        // The groups' order is nothing to the listing.
        type("s");
        press(Key.of(Key.Kind.ENTER));
        type("42");
        for (int i = 0; i < 20; i++) {
            press(Key.of(Key.Kind.TAB));
        }
        assertEquals(List.of("state,mark"), askedBy(List.of("state", "mark")));
    }

    /** The kernel has work with events, so nobody may listen to them unless they are shown. */
    @Test
    void churnIsWantedAsLongAsItIsShown() throws InterruptedException {
        start();
        assertFalse(churnWanted);
        type("2");
        assertTrue(churnWanted);
        assertEquals(List.of("churn of remote-port"), askedUntil(1));
        type(" ");
        assertFalse(churnWanted, "paused");
        type(" 3");
        assertFalse(churnWanted, "another view");
        type("2");
        sampling.close();
        assertFalse(churnWanted, "the end");
    }

    /** A table is asked for once it is shown, and again only if what it depends on has changed. */
    @Test
    void tablesAreAskedForWhatTheyDependOn() throws InterruptedException {
        start();
        for (Tab tab : List.of(Tab.PORTS, Tab.MEMORY, Tab.CAPACITY, Tab.STATS)) {
            type(Integer.toString(tab.ordinal() + 1));
            assertEquals(List.of(tab.name()), askedUntil(1));
        }
        type("/dport = :443");
        press(Key.of(Key.Kind.ENTER));
        assertEquals(List.of("STATS where dport = :443"), askedUntil(1));
        type("7");
        type("5");
        assertEquals(List.of("PORTS where dport = :443"), askedUntil(1));
        assertEquals(List.of("state,mark"), askedBy(List.of("state", "mark")));
    }

    /** For groups alone. */
    private static Plan asking(boolean paused, List<String> keys, String filter) {
        Query groups = Question.count(
                Scenes.ALL.filtered(Scenes.read(filter).filter()), Scenes.keys(keys.toArray(String[]::new)));
        return new Plan(
                true,
                false,
                paused,
                true,
                INTERVAL,
                Scenes.ALL,
                Optional.of(groups),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a last question asks for, and whatever was asked before it. */
    private List<String> askedBy(List<String> keys) throws InterruptedException {
        sampling.ask(asking(model.paused(), keys, ""));
        return askedUntil(1);
    }

    @Test
    void filterAsksForTheStatesAndListenersThatItLeavesOnce() throws InterruptedException {
        start();
        type("/dport = :443");
        press(Key.of(Key.Kind.ENTER));
        assertEquals(List.of("remote-port where dport = :443", "state where dport = :443"), askedUntil(2));
        type("3");
        assertEquals(List.of("LISTENERS where dport = :443"), askedUntil(1));
        type("2");
        assertEquals(List.of("churn of remote-port"), askedUntil(1));
        type("12321");
        assertEquals(List.of("state,mark"), askedBy(List.of("state", "mark")));
    }

    @Test
    void filteredGroupsByStateAreTheFilteredStates() throws InterruptedException {
        model = withInterval(Scenes.first(new Size(80, 24), "state"));
        sampling.ask(Plan.by(model));
        askedUntil(4);
        type("/dport = :443");
        press(Key.of(Key.Kind.ENTER));
        assertEquals(List.of("state where dport = :443"), askedUntil(1));
        assertEquals(List.of("state,mark"), askedBy(List.of("state", "mark")));
    }

    @Test
    void keysStartNoThreads() throws InterruptedException {
        start();
        Set<Thread> before = samplerThreads();
        for (int i = 0; i < 40; i++) {
            press(Key.of(Key.Kind.TAB));
        }
        Set<Thread> after = samplerThreads();
        after.removeAll(before);
        assertEquals(Set.of(), after);
    }

    private static Set<Thread> samplerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sampler"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void anotherQuestionIsAskedOnceAndTheOldAnswerIsNoLongerCurrent() throws InterruptedException {
        sampling.ask(asking(false, List.of("mark"), ""));
        BooleanSupplier last = hear(5);
        sampling.ask(asking(false, List.of("user"), "dport = :443"));
        BooleanSupplier user = heard.take();
        assertTrue(user.getAsBoolean());
        sampling.ask(asking(false, List.of("timer"), ""));
        heard.take();
        assertFalse(user.getAsBoolean());
        assertTrue(asked.contains("user where dport = :443"), asked::toString);
        assertNotSame(last, user);
    }

    @Test
    void pausedViewWithoutAnAnswerIsAskedOnce() throws InterruptedException {
        start();
        type(" 4");
        assertEquals(List.of("SOCKETS"), askedUntil(1));
        assertEquals(List.of("mark"), askedBy(List.of("mark")));
    }

    @Test
    void recordingAnswersEveryViewWhetherItIsPausedOrNot() throws InterruptedException {
        model = Model.first(
                Scenes.recorded(new Size(80, 24), "mark").setup(),
                model.size(),
                model.question(),
                INTERVAL,
                model.hidden(),
                Scenes.TIME);
        sampling.ask(Plan.by(model));
        assertEquals(List.of("queues", "remote-port", "state"), askedUntil(3));
        type(" 4");
        assertEquals(List.of("SOCKETS"), askedUntil(1));
        type(" 1/dport = :443");
        press(Key.of(Key.Kind.ENTER));
        assertEquals(List.of("remote-port where dport = :443", "state where dport = :443"), askedUntil(2));
    }

    /** The sampler may have an answer before the one who asked goes on. */
    @Test
    void answerThatComesAtOnceIsHeard() throws InterruptedException {
        start();
        for (int port = 1; port <= 2_000; port++) {
            String filter = "dport = :" + port;
            sampling.ask(asking(true, List.of("mark"), filter));
            assertEquals(List.of("mark where " + filter), askedUntil(1));
        }
    }
}
