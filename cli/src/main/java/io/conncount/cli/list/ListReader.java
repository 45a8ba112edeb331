package io.conncount.cli.list;

import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.filter.ParsedFilter;
import io.conncount.query.Selection;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes {@link ListOptions} of what was given, and says what is wrong with it. */
public final class ListReader {
    /** Of these tables, ss shows sockets that have a peer by default. */
    private static final Set<Protocol> DATAGRAMS =
            Collections.unmodifiableSet(EnumSet.of(Protocol.UDP, Protocol.UDPLITE, Protocol.RAW, Protocol.PING));

    /** Of these, whose sockets have no state, all. */
    private static final Set<Protocol> STATELESS =
            Collections.unmodifiableSet(EnumSet.of(Protocol.PACKET, Protocol.NETLINK));

    /** Of these, each type is a table to ss. */
    private static final Set<Protocol> TYPED =
            Collections.unmodifiableSet(EnumSet.of(Protocol.UNIX, Protocol.PACKET, Protocol.VSOCK));

    /** Where none is chosen. */
    private static final Set<SocketType> TYPES = Collections.unmodifiableSet(EnumSet.allOf(SocketType.class));

    /** A row that is kept takes up to some 700 bytes. */
    private static final int TOP_MAX = 100_000;

    private final ParsedArguments given;

    public ListReader(ParsedArguments given) {
        this.given = given;
    }

    public ListOptions read() throws UsageException {
        return read(FilterReader.read(given));
    }

    /** The same, with this filter instead of the given one. */
    public ListOptions read(ParsedFilter filter) throws UsageException {
        boolean bound = given.has(ListSockets.BOUND);
        UsualStates usual = bound ? protocols -> EnumSet.of(TcpState.CLOSE) : ListReader::usualStates;
        Selection selection = SelectionOptions.read(given, usual, filter);
        Optional<Format> format = given.format();
        Optional<SocketOrder> order = Optional.empty();
        if (given.has(ListSockets.SORT)) {
            SocketColumn column =
                    column(ListSockets.SORT, given.value(ListSockets.SORT).orElseThrow());
            order = Optional.of(SocketOrder.by(column, given.has(ListSockets.REVERSE)));
        }
        ListOptions options = new ListOptions(
                selection,
                ss(selection),
                columns(given),
                format,
                order,
                rowsMax(order),
                !given.has(ListSockets.NO_HEADER),
                given.has(ListSockets.RESOLVE),
                given.has(ListSockets.RESOLVE) && !given.has(ListSockets.NUMERIC),
                given.threadsMax());
        SourceOptions.requireNamespaces(given, selection, options.details());
        return options;
    }

    /** Those that ss shows by default. */
    private static Set<TcpState> usualStates(Set<Protocol> protocols) {
        if (STATELESS.containsAll(protocols)) {
            return EnumSet.of(TcpState.CLOSE);
        }
        return DATAGRAMS.containsAll(protocols)
                ? EnumSet.of(TcpState.ESTABLISHED)
                : EnumSet.complementOf(
                        EnumSet.of(TcpState.LISTEN, TcpState.CLOSE, TcpState.TIME_WAIT, TcpState.SYN_RECV));
    }

    /** True if there is more than one table of ss among them, to which each type of UNIX and packet sockets is one. */
    private static boolean severalTables(Selection selection) {
        long tables = 0;
        for (Protocol protocol : selection.protocols()) {
            Set<SocketType> types = selection.types().getOrDefault(protocol, TYPES);
            tables += TYPED.contains(protocol) ? types.size() : 1;
        }
        return tables > 1;
    }

    private SsOptions ss(Selection selection) {
        Set<SsPart> parts = EnumSet.noneOf(SsPart.class);
        // To ss, -l is two states.
        boolean states = selection.states().size() > 1 || given.has(SelectionOptions.LISTENING);
        parts.add(SsPart.ORDER);
        SsPart.NETID.addTo(parts, severalTables(selection));
        SsPart.STATE.addTo(parts, states);
        SsPart.QUEUES.addTo(parts, !given.has(ListSockets.NO_QUEUES));
        SsPart.TIMERS.addTo(parts, given.has(ListSockets.TIMERS) || given.has(ListSockets.DETAILS));
        SsPart.DETAILS.addTo(parts, given.has(ListSockets.DETAILS));
        SsPart.MEMORY.addTo(parts, given.has(ListSockets.MEMORY));
        SsPart.INFO.addTo(parts, given.has(ListSockets.INFO));
        SsPart.TRAFFIC_CLASS.addTo(parts, given.has(ListSockets.TOS));
        SsPart.CGROUP.addTo(parts, given.has(ListSockets.CGROUP));
        SsPart.PROCESSES.addTo(parts, given.has(ListSockets.PROCESSES));
        SsPart.NETNS.addTo(parts, SourceOptions.ofAllNamespaces(given));
        SsPart.ONE_LINE.addTo(parts, given.has(ListSockets.ONE_LINE));
        return new SsOptions(parts);
    }

    /** The columns that were chosen; none if it was left open. */
    public static List<SocketColumn> columns(ParsedArguments given) throws UsageException {
        Optional<String> text = given.value(ListSockets.COLUMNS);
        List<SocketColumn> columns = new ArrayList<>();
        if (text.isPresent()) {
            for (String word : text.get().split(",", -1)) {
                SocketColumn column = column(ListSockets.COLUMNS, word);
                if (columns.contains(column)) {
                    throw new UsageException(
                            "--columns " + text.get() + ": column '" + column.name() + "' is given twice");
                }
                columns.add(column);
            }
        }
        return columns;
    }

    private static SocketColumn column(String option, String word) throws UsageException {
        Optional<SocketColumn> column = SocketColumns.byWord(word);
        if (column.isEmpty()) {
            throw new UsageException(option + " " + word + ": unknown column"
                    + Suggestion.hint(word, SocketColumns.names(), "conncount help columns lists them"));
        }
        return column.get();
    }

    private long rowsMax(Optional<SocketOrder> order) throws UsageException {
        Optional<Integer> top = given.number(ListSockets.TOP, TOP_MAX);
        Optional<Integer> limit = given.number(ListSockets.LIMIT, Integer.MAX_VALUE);
        if (order.isPresent() != top.isPresent()) {
            throw new UsageException(
                    "--sort COL and --top N must be used together; to stop after N rows, use --limit N");
        }
        if (given.has(ListSockets.REVERSE) && order.isEmpty()) {
            throw new UsageException("--reverse needs --sort COL --top N");
        }
        if (top.isPresent() && limit.isPresent()) {
            throw new UsageException("--limit and --top cannot be combined: --top must read every socket");
        }
        return top.or(() -> limit).map(Integer::longValue).orElse(Long.MAX_VALUE);
    }
}
