package io.conncount.tui;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.filter.Condition;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.names.KnownNames;
import io.conncount.query.Selection;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Fault;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Dialog.TypedTime;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Key;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Setup;
import io.conncount.tui.model.Model.Setup.Scope;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Update;
import io.conncount.view.SocketColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server in the middle of an outage, always the same. */
public final class Scenes {
    public static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
    /** Every TCP socket. */
    public static final Selection ALL =
            new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());

    private static final long SECOND_NANOS = 1_000_000_000L;

    private Scenes() {}

    /** Before anything is known. */
    public static Model first(Size size, String... keys) {
        return Model.first(setup(Optional.empty()), size, question(keys), Duration.ofSeconds(1), Set.of(), TIME);
    }

    /** After two samples of everything. */
    public static Model busy(Size size, String... keys) {
        Model model = first(size, keys);
        model = Update.after(model, new Event.HostRead(host()));
        for (int second = 0; second < 2; second++) {
            model = second(model, second, keys);
        }
        return model;
    }

    /** After two minutes of an outage: connections come in waves, and once in a while listeners drop some. */
    public static Model lasting(Size size, String... keys) {
        Model model = busy(size, keys);
        for (int second = 2; second < 120; second++) {
            model = Update.after(
                    model, new Event.Sampled<>(Topic.MEASURES, state(wave(second), second, Optional.empty())));
        }
        return model;
    }

    private static Measures wave(int second) {
        long opened = 12L * second + second % 30 * second % 30;
        return new Measures(Map.of(
                Measure.TCP_ESTABLISHED, 1_000_000L + 9_000L * Math.abs(second % 40 - 20),
                Measure.TCP_ACTIVE_OPENS, opened,
                Measure.TCP_PASSIVE_OPENS, 3_000L * second,
                Measure.TCP_RETRANSMITTED_SEGMENTS, 2L * second * second,
                Measure.TCP_LISTEN_DROPS, second / 25 * 90L));
    }

    /** A recording. */
    public static Model recorded(Size size, String... keys) {
        Model model = Model.first(
                setup(Optional.of(TIME)), size, question(keys), Duration.ofSeconds(1), Set.of(), TIME.plusSeconds(9));
        return counted(model, 0, keys);
    }

    /** All that is sampled in a second. */
    public static Model second(Model model, int second, String... keys) {
        Model next = counted(model, second, keys);
        next = Update.after(
                next, new Event.Sampled<>(Topic.MEASURES, state(measures(second), second, Optional.empty())));
        next = Update.after(next, new Event.Sampled<>(Topic.QUEUES, state(queues(), second, Optional.empty())));
        next = SceneTables.sampled(next, second);
        next = Update.after(
                next, new Event.Sampled<>(Topic.CHURN, state(Optional.of(churn(keys)), second, Optional.empty())));
        return Update.after(next, new Event.Ticked(TIME.plusSeconds(second), second * SECOND_NANOS + SECOND_NANOS / 2));
    }

    private static Model counted(Model model, int second, String... keys) {
        Model next =
                Update.after(model, new Event.Sampled<>(Topic.STATES, state(states(second), second, Optional.empty())));
        return Update.after(
                next, new Event.Sampled<>(Topic.GROUPS, state(groups(second, keys), second, Optional.empty())));
    }

    /** The model after these keys, each a character. */
    public static Model typed(Model model, String keys) {
        Model next = model;
        for (int i = 0; i < keys.length(); i++) {
            next = Update.after(next, new Event.Typed(Key.of(keys.charAt(i))));
        }
        return next;
    }

    /** The model after these keys. */
    public static Model pressed(Model model, Key.Kind... keys) {
        Model next = model;
        for (Key.Kind key : keys) {
            next = Update.after(next, new Event.Typed(Key.of(key)));
        }
        return next;
    }

    /** A series whose last sample is this. */
    public static <T> Series.State<T> state(T value, int second, Optional<String> failure) {
        Sample<T> sample = new Sample<>(
                value,
                TIME.plusSeconds(second),
                second * SECOND_NANOS,
                Duration.ofMillis(12),
                Duration.ofMillis(9),
                Optional.empty());
        return new Series.State<>(Optional.of(sample), 1, 0, 0, failure, Duration.ofSeconds(1), Duration.ofMillis(9));
    }

    private static Question question(String... keys) {
        return question(keys(keys));
    }

    static Question question(List<GroupKey> keys) {
        return new Question(
                ALL,
                ParsedFilter.NONE,
                keys,
                Question.COUNT,
                false,
                columns(),
                Optional.empty(),
                false,
                Question.NUMBER);
    }

    private static final StepReport STEP = new StepReport() {
        @Override
        public String question() {
            return "walk over the sockets";
        }

        @Override
        public String reason() {
            return "it is a test";
        }
    };

    private static Setup setup(Optional<Instant> recorded) {
        return setup("web1", Scope.HOST, recorded);
    }

    static Setup setup(String host, Scope scope, Optional<Instant> recorded) {
        return new Setup(
                host,
                scope,
                recorded,
                "blue",
                "sock_diag",
                0.1,
                columns().stream()
                        .map(name -> new Choice(name, "the socket's " + name))
                        .toList(),
                Scenes::read,
                Scenes::time);
    }

    private static TypedTime time(String words) {
        return words.equals("12:00")
                ? new TypedTime(Optional.of(TIME), "")
                : new TypedTime(Optional.empty(), "must be a time such as 12:00");
    }

    static TypedFilter read(String filter) {
        try {
            return new TypedFilter(FilterParser.parse(filter, KnownNames.NONE));
        } catch (FilterException e) {
            return new TypedFilter(new Fault(e.position(), e.getMessage()));
        }
    }

    /** What a filter asks for. */
    static Condition condition(String filter) {
        return read(filter).filter().filter().orElseThrow().condition();
    }

    /** Sockets by state; those in CLOSE-WAIT become more. */
    public static Snapshot states(int second) {
        GroupTable table = new GroupTable(keys("state"), 100);
        for (TcpState state : TcpState.values()) {
            add(table, TestSocket.ipv4(state, 1, 2), 0);
        }
        add(table, TestSocket.ipv4(TcpState.ESTABLISHED, 443, 2), 982_310 + 1204L * second);
        add(table, TestSocket.ipv4(TcpState.TIME_WAIT, 443, 2), 12_011 - 300L * second);
        add(table, TestSocket.ipv4(TcpState.CLOSE_WAIT, 443, 2), 1400 + 70L * second);
        add(table, TestSocket.ipv4(TcpState.LISTEN, 443, 2), 401);
        add(table, TestSocket.ipv4(TcpState.SYN_RECV, 443, 2), 57);
        return snapshot(table, second, 1204);
    }

    /** Every state, with three sockets in some of them. */
    public static Snapshot states(int second, TcpState... states) {
        GroupTable table = new GroupTable(keys("state"), 100);
        for (TcpState state : TcpState.values()) {
            add(table, TestSocket.ipv4(state, 1, 2), List.of(states).contains(state) ? 3 : 0);
        }
        return snapshot(table, second, 0);
    }

    /** Connections of 600 clients to as many ports. */
    static Snapshot groups(int second, String... keys) {
        GroupTable table = new GroupTable(keys(keys), 100_000);
        for (int i = 0; i < 600; i++) {
            TestSocket socket = connection(i);
            add(table, socket, 3000 - 5 * i + i % 7L * second);
        }
        return snapshot(table, second, 310);
    }

    private static TestSocket connection(int number) {
        return TestSocket.ipv4(TcpState.ESTABLISHED, 1000 + number, 50_000 + number)
                .addresses(0, 0x0a00_0001L, 0, 0x0a01_0001L + 256L * number)
                .owner(0, 1 + number % 2, 0);
    }

    /** Of every other of those groups as many connections are opened as its number, and half as many closed. */
    private static Churn churn(String... keys) {
        GroupTable opened = new GroupTable(keys(keys), 100_000);
        GroupTable closed = new GroupTable(keys(keys), 100_000);
        for (int i = 0; i < 600; i += 2) {
            add(opened, connection(i), i);
            add(closed, connection(i), i / 2);
        }
        return new Churn(opened, closed, 1, Optional.empty());
    }

    /** Groups with these names of cgroups, as hostile as they may be. */
    public static Snapshot snapshot(GroupTable table, int second, long errorBar) {
        return snapshot(table, second, errorBar, Optional.empty());
    }

    static Snapshot snapshot(GroupTable table, int second, long errorBar, Optional<String> fault) {
        return new Snapshot(
                "web1",
                TIME.plusSeconds(second),
                table,
                Optional.empty(),
                fault,
                errorBar,
                "sock_diag+counters",
                Duration.ofMillis(91),
                List.of(STEP));
    }

    public static List<GroupKey> keys(String... words) {
        List<GroupKey> keys = new ArrayList<>();
        for (String word : words) {
            keys.add(GroupKeys.byWord(word).orElseThrow());
        }
        return keys;
    }

    private static void add(GroupTable table, TestSocket socket, long sockets) {
        long[] lanes = new long[8];
        int at = 0;
        for (GroupKey key : table.keys()) {
            key.write(socket, lanes, at);
            at += key.lanes();
        }
        table.add(lanes, 0, sockets);
    }

    /** Counters that grow, and gauges, one of which is near its limit. */
    public static Measures measures(int second) {
        return new Measures(Map.ofEntries(
                Map.entry(Measure.TCP_ACTIVE_OPENS, 1000L + 12L * second),
                Map.entry(Measure.TCP_PASSIVE_OPENS, 900_000L + 3107L * second),
                Map.entry(Measure.TCP_ATTEMPT_FAILS, 10L),
                Map.entry(Measure.TCP_ESTABLISHED_RESETS, 500L + 41L * second),
                Map.entry(Measure.TCP_SENT_RESETS, 700L + 3L * second),
                Map.entry(Measure.TCP_RETRANSMITTED_SEGMENTS, 12_000L + 230L * second),
                Map.entry(Measure.TCP_LISTEN_OVERFLOWS, 40L + 7L * second),
                Map.entry(Measure.TCP_LISTEN_DROPS, 40L + 9L * second),
                Map.entry(Measure.CONNTRACK_ENTRIES, 250_000L),
                Map.entry(Measure.CONNTRACK_ENTRIES_MAX, 262_144L)));
    }

    public static ListenQueues queues() {
        return new ListenQueues(
                List.of(
                        new ListenQueue(AddressFamily.IPV4, 0, 0, 443, 150, 512, 4, 128, 128),
                        new ListenQueue(AddressFamily.IPV6, 0x2001_0db8_0000_0000L, 1, 8443, 3, 4096),
                        new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 9000, 0, 511)),
                0,
                Optional.empty());
    }

    private static List<String> columns() {
        return SceneTables.SOCKETS.stream().map(SocketColumn::name).toList();
    }

    /** The first listener alone. */
    public static Table filteredListeners() {
        return SceneTables.listeners(queues().queues().subList(0, 1));
    }

    private static HostFacts host() {
        return new HostFacts(
                "Debian GNU/Linux 12, 6.1.0-28-amd64",
                Optional.of(Duration.ofMinutes(18_424)),
                List.of(3.1, 2.75, 2.0),
                25L << 30,
                31L << 30,
                1_012_000,
                9_223_372_036_854_775_807L);
    }
}
