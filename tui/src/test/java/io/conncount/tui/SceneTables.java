package io.conncount.tui;

import io.conncount.collect.Limit;
import io.conncount.collect.Limit.Unit;
import io.conncount.collect.ListenQueue;
import io.conncount.collect.Listener;
import io.conncount.collect.Listener.Connections;
import io.conncount.collect.Listener.Owner;
import io.conncount.collect.MemoryUse;
import io.conncount.collect.PortUse;
import io.conncount.collect.PortView;
import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measures;
import io.conncount.distribution.Distributions;
import io.conncount.distribution.NumberKey;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.names.KnownNames;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Lead;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.tui.model.Update;
import io.conncount.view.CellWriter.CellTexts;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.DistributionColumns;
import io.conncount.view.DistributionColumns.DistributionRow;
import io.conncount.view.LimitColumns;
import io.conncount.view.ListenerColumns;
import io.conncount.view.MemoryColumns;
import io.conncount.view.PortColumns;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The views of that server that are tables. */
final class SceneTables {
    static final List<SocketColumn> SOCKETS = SocketColumns.of(
            List.of("state", "recvq", "sendq", "local_address", "local_port", "remote_address", "remote_port"));

    private static final NumberKey RTT = new NumberKey(SocketNumber.RTT);
    private static final List<Column<String>> OF_SOCKET = Stream.of("name", "value", "meaning")
            .map(name -> Columns.<String>name(name, "", text -> text))
            .toList();
    private static final String DETAILS = "tcp ESTAB 0 36 10.0.0.1 443 10.1.1.1 50001";

    private SceneTables() {}

    /** A model after a sample of each of them. */
    static Model sampled(Model model, int second) {
        Model next = model;
        for (Tab tab : Tab.tables()) {
            next = Update.after(
                    next, new Event.Sampled<>(tab.topic(), Scenes.state(table(tab), second, Optional.empty())));
        }
        return next;
    }

    private static Table table(Tab tab) {
        return switch (tab) {
            case LISTENERS -> listeners(Scenes.queues().queues());
            case PORTS -> ports();
            case MEMORY -> memory();
            case CAPACITY -> capacity();
            case STATS -> stats();
            case SOCKET -> socket();
            default -> sockets();
        };
    }

    /** Tables as the backend makes them of rows. */
    private static <R> Table of(
            List<Column<R>> columns,
            List<R> rows,
            boolean limits,
            List<String> notes,
            Function<R, Optional<Lead>> lead) {
        CellTexts<R> cells = new CellTexts<>(columns, KnownNames.NONE);
        List<TableRow> shown = new ArrayList<>();
        for (R row : rows) {
            List<String> texts = cells.of(row);
            shown.add(new TableRow(texts.get(0) + texts.get(1), texts, cells.bar(), lead.apply(row)));
        }
        return new Table(columns, shown, limits, notes, Optional.empty(), "sock_diag");
    }

    /** Listeners with these queues, whose connections are counted. */
    static Table listeners(List<ListenQueue> queues) {
        List<Listener> listeners = queues.stream()
                .map(queue -> new Listener(
                        queue,
                        0,
                        new Owner(0, 0, List.of()),
                        SocketView.UNKNOWN,
                        Optional.of(new Connections(57, 982_310, 1400, 12, 12_011))))
                .toList();
        return of(
                ListenerColumns.forPeople(listeners, false, KnownNames.NONE),
                listeners,
                true,
                List.of("tcp listen overflows 47, 7.0 a second; tcp listen drops 49, 9.0 a second"),
                listener -> Optional.of(Lead.to(listener.queue().condition())));
    }

    private static Table ports() {
        List<PortUse> uses = List.of(
                use(0x0a01_0007L, 5432, 27_950, 21_204), use(0x0a01_0008L, 6379, 812, 0), use(0x0a01_0009L, 443, 3, 3));
        PortView view = new PortView(
                uses,
                0,
                Optional.of(new LocalPorts(32_768, 60_999, new BitSet(), 2)),
                12,
                Measures.NONE,
                Optional.empty(),
                List.of(),
                "sock_diag");
        List<PortColumns.Row> rows = uses.stream()
                .map(use -> new PortColumns.Row(use, view, OptionalDouble.of(use.port() == 5432 ? 34 : 0)))
                .toList();
        List<Column<PortColumns.Row>> columns = PortColumns.all().stream()
                .filter(column -> !column.name().equals("of_source"))
                .toList();
        return of(
                columns,
                rows,
                true,
                List.of(
                        "local ports bound 12; local ports usable 28,220; local ports min 32,768; local ports max 60,999",
                        "each further source address, destination address or destination port has 28,220 ports of its own"),
                row -> Optional.of(Lead.to(Tab.SOCKETS, row.use().condition())));
    }

    private static PortUse use(long destination, int port, long used, long timeWait) {
        return new PortUse(AddressFamily.IPV4, 0, 0x0a00_0001L, 0, destination, port, used, timeWait, 28_765);
    }

    private static Table memory() {
        GroupTable groups = new GroupTable(Scenes.keys("local-port", "proto"), 100);
        List<MemoryUse> uses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            groups.add(TestSocket.ipv4(TcpState.ESTABLISHED, 443 + i, 2));
            uses.add(new MemoryUse(
                    groups, i, false, 982_310 >> (4 * i), 3_212_512L >> i, 921_600L >> i, 65_536, 4096, 0));
        }
        return of(
                MemoryColumns.all(Scenes.keys("local-port"), false, 7_000_000),
                uses,
                false,
                List.of("sockets 1,047,703; total 6.5 MiB; orphans 0; orphan 0 B"),
                use -> use.condition(false).map(condition -> Lead.to(Tab.SOCKETS, condition)));
    }

    private static Table capacity() {
        List<Limit> limits = List.of(
                new Limit("conntrack", "", 250_000, 262_144, Unit.COUNT, "net.netfilter.nf_conntrack_max", ""),
                new Limit("process_open_files", "nginx/811", 840_000, 1_048_576, Unit.COUNT, "LimitNOFILE", ""),
                new Limit("tcp_memory", "", 1L << 30, 3L << 30, Unit.BYTES, "net.ipv4.tcp_mem", ""),
                new Limit("epoll_watches", "", -1, 7_222_000, Unit.COUNT, "fs.epoll.max_user_watches", ""));
        List<Column<Limit>> columns = LimitColumns.ALL.stream()
                .filter(column -> !List.of("unit", "note").contains(column.name()))
                .toList();
        return of(
                columns,
                limits,
                true,
                List.of("room for about 12,144 more connections, and then conntrack is at its limit"),
                limit -> limit.name().equals("tcp_memory") ? Optional.of(Lead.to(Tab.MEMORY)) : Optional.empty());
    }

    private static Table stats() {
        List<GroupKey> keys = new ArrayList<>(Scenes.keys("local-port"));
        keys.add(RTT);
        GroupTable table = new GroupTable(keys, 1000);
        for (int i = 0; i < 300; i++) {
            long[] lanes = {443 + i % 3, floor(200L * (i + 1))};
            table.add(lanes, 0, 1 + 300 / (i + 1));
        }
        Distributions distributions = new Distributions(Scenes.snapshot(table, 0, 0));
        List<Column<DistributionRow>> columns = DistributionColumns.of(Scenes.keys("local-port"), SocketNumber.RTT);
        List<DistributionRow> rows = new Ranking(distributions.groups(), Order.LARGEST_FIRST, 10)
                .rows().stream()
                        .map(row -> new DistributionRow(Optional.of(row), distributions.of(row.group())))
                        .toList();
        return of(
                columns,
                rows,
                false,
                List.of(),
                row -> row.group().flatMap(Ranking.Row::condition).map(condition -> Lead.to(Tab.SOCKETS, condition)));
    }

    /** Where the range of a number begins. */
    private static long floor(long number) {
        long floor = number;
        while (!RTT.isValue(new long[] {floor}, 0)) {
            floor--;
        }
        return floor;
    }

    private static Table sockets() {
        List<TableRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> cells = List.of(
                    "ESTAB", "0", Integer.toString(36 * i), "10.0.0.1", "443", "10.1." + i + ".1", "" + (50_000 + i));
            Lead lead = Lead.to(Tab.SOCKET, Scenes.condition("dst 10.1." + i + ".1 and dport = :" + (50_000 + i)));
            rows.add(new TableRow(lead, cells, -1, Optional.of(lead)));
        }
        return new Table(SOCKETS, rows, false, List.of(), Optional.empty(), "sock_diag");
    }

    private static Table socket() {
        List<SocketColumn> columns = SocketColumns.every();
        List<String> values = List.of(DETAILS.split(" "));
        List<TableRow> rows = IntStream.range(0, Math.min(columns.size(), values.size()))
                .mapToObj(i -> new TableRow(
                        columns.get(i).name(),
                        List.of(
                                columns.get(i).name(),
                                values.get(i),
                                columns.get(i).help()),
                        -1,
                        Optional.empty()))
                .toList();
        return new Table(OF_SOCKET, rows, false, List.of(), Optional.empty(), "sock_diag");
    }
}
