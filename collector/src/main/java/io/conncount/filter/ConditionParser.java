package io.conncount.filter;

import io.conncount.expression.Comparison;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.socket.TimerName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads one condition of a filter:
 *
 * <pre>
 * CONDITION := (dst | src) [= | !=] HOST
 *            | (dport | sport) [CMP] PORT | (dport | sport) [= | != | in] PORTS
 *            | dev [= | !=] INTERFACE | (fwmark | mark) [= | !=] MARK[/MASK] | cgroup [= | != | in] PATH | autobound
 *            | user [= | !=] (NAME | UID) | netns [= | !=] (NAME | INODE) | congestion [= | !=] NAME | (state | exclude) NAME
 *            | (process | exe) [= | !=] NAME | pid [= | !=] PID | jail [= | !=] JID
 *            | (proto | family | type | timer) [= | !=] NAME
 *            | NUMBER [CMP] VALUE
 * CMP       := the spellings of {@link Comparison}; nothing means =
 * NUMBER    := the label of a {@link SocketNumber}, with its unit or without
 * </pre>
 */
final class ConditionParser {
    static final String STATE = "state";

    static final String[] EXCLUDE = {"exclude", "excl"};

    private static final String ADVICE_EQUALITY = "' accepts only = and !=";
    private static final int ALL_BITS = -1;

    private final FilterWords words;
    private final Names names;
    private final HostParser hosts;
    private final InterfaceParser interfaces;
    private boolean namedStates;

    ConditionParser(FilterWords words, Names names) {
        this.words = words;
        this.names = names;
        interfaces = new InterfaceParser(names);
        hosts = new HostParser(names, interfaces);
    }

    /** True if the next word is about states. */
    boolean atStates() {
        return words.is(STATE) || words.is(EXCLUDE);
    }

    /** True if a condition was about states. */
    boolean namedStates() {
        return namedStates;
    }

    /** Reads a condition, of at least one word. */
    Condition condition() throws FilterException {
        String field = words.text();
        int position = words.position();
        if (!words.isPlain()) {
            String before = words.atEnd() ? "at the end of the filter" : "before '" + field + "'";
            throw new FilterException("a condition is missing " + before, position);
        }
        if (atStates()) {
            return stateCondition();
        }
        if (words.is("and", "or")) {
            throw new FilterException("a condition is missing before '" + field + "'", position);
        }
        words.skip();
        return switch (folded(field)) {
            case "dst" -> host(field, Side.REMOTE);
            case "src" -> host(field, Side.LOCAL);
            case "dport" -> port(field, Side.REMOTE);
            case "sport" -> port(field, Side.LOCAL);
            case "dev" -> device(field);
            case "fwmark", "mark" -> mark(field);
            case "cgroup" -> words.skip("in") ? cgroupIn(field) : cgroup(field);
            case "unit" -> cgroupPart(field, CgroupPart.UNIT);
            case "container" -> cgroupPart(field, CgroupPart.CONTAINER);
            case "pod" -> cgroupPart(field, CgroupPart.POD);
            case "autobound" -> new EndCondition.Autobound(names.ephemeralPortMin(), names.ephemeralPortMax());
            case "user" -> user(field);
            case "netns" -> netns(field);
            case "process" -> holder(field, HolderCondition.Property.PROCESS);
            case "pid" -> holder(field, HolderCondition.Property.PID);
            case "exe" -> holder(field, HolderCondition.Property.EXE);
            case "jail" -> holder(field, HolderCondition.Property.JAIL);
            case "congestion" -> congestion(field);
            case "proto" -> oneOf(field, Protocol.values(), Protocol::label, Condition.ProtocolIn::new);
            case "family" -> oneOf(field, AddressFamily.values(), AddressFamily::label, Condition.FamilyIn::new);
            case "type" -> oneOf(field, SocketType.values(), SocketType::label, Condition.TypeIn::new);
            case "timer" -> timer(field, position);
            default -> number(field, position);
        };
    }

    /** Reads a state word and the name after it, and returns the named states. */
    Set<TcpState> states() throws FilterException {
        String verb = words.text();
        words.skip();
        words.skip("=", "==");
        if (!words.isValue()) {
            throw new FilterException(
                    "'" + verb + "' needs a state, such as '" + verb + " time-wait'", words.position());
        }
        String name = words.text();
        if (folded(name).equals("boundinactive")) {
            throw new FilterException(
                    "'" + name + "' is not supported as a state: 'list -B' shows sockets that are only bound",
                    words.position());
        }
        Optional<Set<TcpState>> states = TcpState.byWord(name);
        if (states.isEmpty()) {
            throw new FilterException(
                    "unknown state '" + name + "'", words.position(), name, TcpState.suggestedWords());
        }
        words.skip();
        return states.get();
    }

    private Condition stateCondition() throws FilterException {
        boolean wanted = words.is(STATE);
        Condition condition = Conditions.states(states());
        namedStates = true;
        return wanted ? condition : Conditions.not(condition);
    }

    private Condition host(String field, Side side) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        return sameOrNot(same, hosts.host(side, value(field), position));
    }

    private Condition port(String field, Side side) throws FilterException {
        Comparison comparison = words.skip("in") ? Comparison.EQUAL : comparison();
        if (comparison.isEquality()) {
            return sameOrNot(comparison == Comparison.EQUAL, ports(field, side));
        }
        int position = words.position();
        int port = hosts.port(value(field), position);
        return switch (comparison) {
            case GREATER -> port == PortBox.PORT_MAX ? nothing(side) : portIn(side, port + 1, PortBox.PORT_MAX);
            case LESS -> port == 0 ? nothing(side) : portIn(side, 0, port - 1);
            case GREATER_OR_EQUAL -> portIn(side, port, PortBox.PORT_MAX);
            default -> portIn(side, 0, port);
        };
    }

    private static Condition portIn(Side side, int min, int max) {
        return new EndCondition.PortIn(side, min, max);
    }

    private static Condition nothing(Side side) {
        return Conditions.not(HostParser.anything(side));
    }

    /** Ports and ranges, with commas between them, and perhaps blanks beside the commas. */
    private Condition ports(String field, Side side) throws FilterException {
        List<Condition> terms = new ArrayList<>();
        boolean more;
        do {
            int position = words.position();
            String list = value(field);
            more = list.endsWith(",");
            String items = more ? list.substring(0, list.length() - 1) : list;
            terms.add(
                    HostParser.isAny(items) && !more ? HostParser.anything(side) : hosts.ports(side, items, position));
        } while (more);
        return Conditions.any(terms);
    }

    private Condition device(String field) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        return sameOrNot(same, interfaces.parse(value(field), position));
    }

    /** One of a few words. */
    private <E extends Enum<E>> Condition oneOf(
            String field, E[] values, Function<E, String> label, Function<Set<E>, Condition> condition)
            throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String word = value(field);
        for (E one : values) {
            if (label.apply(one).equals(word.toLowerCase(Locale.ROOT))) {
                return sameOrNot(same, condition.apply(EnumSet.of(one)));
            }
        }
        List<String> known = Arrays.stream(values).map(label).toList();
        throw new FilterException(
                "unknown " + field + " '" + word + "': it is one of " + String.join(", ", known),
                position,
                word,
                known);
    }

    /** A timer by its name, or the time that is left of it. */
    private Condition timer(String field, int position) throws FilterException {
        int at = words.mark();
        if (Comparison.byWord(words.text()).isEmpty()
                || Comparison.byWord(words.text()).get().isEquality()) {
            boolean same = comparison() == Comparison.EQUAL;
            Optional<Integer> timer = TimerName.number(words.text().toLowerCase(Locale.ROOT));
            if (timer.isPresent()) {
                words.skip();
                return sameOrNot(same, new Condition.TimerIs(timer.get()));
            }
            words.back(at);
        }
        return number(field, position);
    }

    private Condition mark(String field) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String text = value(field);
        if (text.equals(Placeholder.UNOWNED)) {
            return sameOrNot(same, new OwnerCondition.Unowned());
        } else if (text.equals(Placeholder.NOT_REPORTED) || text.equals(Placeholder.NOT_PERMITTED)) {
            return sameOrNot(same, new OwnerCondition.MarkUnknown(text.equals(Placeholder.NOT_REPORTED)));
        }
        int slash = text.indexOf('/');
        Optional<Long> mark = ValueParser.bits(slash < 0 ? text : text.substring(0, slash), Integer.SIZE);
        Optional<Long> mask =
                slash < 0 ? Optional.of((long) ALL_BITS) : ValueParser.bits(text.substring(slash + 1), Integer.SIZE);
        if (mark.isEmpty() || mask.isEmpty()) {
            throw new FilterException(
                    "'" + text
                            + "' is not a mark: write a 32-bit number such as 5 or 0x5, with an optional mask, such as 0x5/0xff",
                    mark.isEmpty() ? position : position + slash + 1);
        }
        return sameOrNot(
                same,
                new OwnerCondition.MarkIs(mark.get().intValue(), mask.get().intValue()));
    }

    private Condition cgroup(String field) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String path = value(field);
        if (path.equals(Placeholder.UNOWNED)) {
            return sameOrNot(same, new OwnerCondition.Unowned());
        } else if (path.equals(Placeholder.NOT_REPORTED)) {
            return sameOrNot(same, new OwnerCondition.CgroupUnknown());
        }
        Optional<Long> id = path.startsWith("(id:") && path.endsWith(")")
                ? ValueParser.bits(path.substring("(id:".length(), path.length() - 1), Long.SIZE)
                : names.cgroupId(path);
        if (id.isEmpty()) {
            throw FilterException.unknownName(names, "cgroup", path, noCgroup(path), position);
        }
        return sameOrNot(same, new OwnerCondition.CgroupIs(id.get(), path));
    }

    private Condition cgroupIn(String field) throws FilterException {
        int position = words.position();
        String path = value(field);
        List<Long> ids = names.cgroupIdsIn(path);
        if (ids.isEmpty()) {
            throw new FilterException(noCgroup(path), position);
        }
        return new OwnerCondition.CgroupIn(path, ids);
    }

    private Condition cgroupPart(String field, CgroupPart part) throws FilterException {
        boolean same = equality(field);
        String name = value(field);
        return switch (name) {
            case Placeholder.UNOWNED -> sameOrNot(same, new OwnerCondition.Unowned());
            case Placeholder.NOT_REPORTED -> sameOrNot(same, OwnerCondition.notReported(part));
            case Placeholder.GONE -> sameOrNot(same, new OwnerCondition.CgroupGone(part, List.of()));
            default -> new OwnerCondition.CgroupPartIs(part, same, names.unescaped(name), List.of());
        };
    }

    private static String noCgroup(String path) {
        return "no cgroup '" + path + "': write its path below the cgroup version 2 root, such as /system.slice";
    }

    private Condition user(String field) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String name = value(field);
        if (name.equals(Placeholder.UNOWNED)) {
            return sameOrNot(same, new OwnerCondition.Unowned());
        }
        Optional<Long> uid = Digits.areAll(name, 10) ? ValueParser.bits(name, Integer.SIZE) : names.uid(name);
        if (uid.isEmpty()) {
            throw FilterException.unknownName(
                    names, "user", name, "no user '" + name + "'; a number works too", position);
        }
        return new OwnerCondition.UserIs(same, uid.get(), name);
    }

    private Condition netns(String field) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String name = value(field);
        if (name.equals(Placeholder.NOT_REPORTED)) {
            return sameOrNot(!same, new Condition.NumberIs(SocketNumber.NETNS_INODE, Comparison.GREATER_OR_EQUAL, 0));
        }
        Optional<Long> inode = names.netnsInode(name);
        if (inode.isEmpty() && Digits.areAll(name, 10)) {
            inode = ValueParser.bits(name, Long.SIZE - 1);
        }
        if (inode.isEmpty()) {
            throw FilterException.unknownName(
                    names,
                    "netns",
                    name,
                    "no network namespace '" + name + "'; 'conncount --netns all --by netns' shows their names",
                    position);
        }
        return sameOrNot(same, new Condition.NetnsIs(inode.get(), name));
    }

    private Condition holder(String field, HolderCondition.Property property) throws FilterException {
        boolean same = equality(field);
        int position = words.position();
        String text = value(field);
        if (text.equals(Placeholder.UNOWNED) || text.equals(Placeholder.NOT_PERMITTED)) {
            return sameOrNot(same, new HolderCondition.Unheld(property, text.equals(Placeholder.NOT_PERMITTED)));
        }
        if (text.equals(Placeholder.NOT_REPORTED) && property != HolderCondition.Property.PID) {
            return new HolderCondition.HeldBy(property, same, "");
        }
        if (property.numeric() && ValueParser.bits(text, Integer.SIZE - 1).isEmpty()) {
            boolean jail = property == HolderCondition.Property.JAIL;
            throw new FilterException(
                    "'" + text + "' is not the number of a " + (jail ? "jail, as jls(8) shows it" : "process"),
                    position);
        }
        return new HolderCondition.HeldBy(property, same, names.unescaped(text));
    }

    private Condition congestion(String field) throws FilterException {
        boolean same = equality(field);
        return new Condition.TextIs(SocketText.CONGESTION, same, value(field));
    }

    private Condition number(String field, int position) throws FilterException {
        SocketNumber number = SocketNumber.byWord(field)
                .orElseThrow(
                        () -> new FilterException("unknown filter field '" + field + "'", position, field, fields()));
        boolean ordered = number.unit() != Unit.HEXADECIMAL;
        Comparison comparison = ordered ? comparison() : equality(field) ? Comparison.EQUAL : Comparison.NOT_EQUAL;
        int valuePosition = words.position();
        return new Condition.NumberIs(number, comparison, ValueParser.parse(number, value(field), valuePosition));
    }

    /** Every word that may stand where a condition begins, those included that join it to the one before. */
    static List<String> fields() {
        List<String> fields = new ArrayList<>(List.of(
                "and",
                "or",
                "not",
                "dst",
                "src",
                "dport",
                "sport",
                "dev",
                "fwmark",
                "mark",
                "cgroup",
                "unit",
                "container",
                "pod",
                "autobound",
                "user",
                "netns",
                "process",
                "pid",
                "exe",
                "jail",
                "congestion",
                "proto",
                "family",
                "type",
                "timer",
                STATE,
                "exclude"));
        for (SocketNumber number : SocketNumber.values()) {
            fields.add(number.label());
        }
        return fields;
    }

    /** True for the name of a field, in any of its spellings. */
    static boolean isField(String word) {
        return fields().contains(word)
                || List.of(EXCLUDE).contains(word)
                || SocketNumber.byWord(word).isPresent();
    }

    /** Reads the operator after a field without an order: true for {@code =}, false for {@code !=}. */
    private boolean equality(String field) throws FilterException {
        int position = words.position();
        Comparison comparison = comparison();
        if (!comparison.isEquality()) {
            throw new FilterException("'" + field + ADVICE_EQUALITY, position);
        }
        return comparison == Comparison.EQUAL;
    }

    private Comparison comparison() {
        Optional<Comparison> comparison = Comparison.byWord(words.text());
        if (comparison.isPresent()) {
            words.skip();
        }
        return comparison.orElse(Comparison.EQUAL);
    }

    private String value(String field) throws FilterException {
        if (!words.isValue()) {
            throw new FilterException("'" + field + "' needs a value", words.position());
        }
        String value = words.text();
        words.skip();
        return value;
    }

    private static Condition sameOrNot(boolean same, Condition condition) {
        return same ? condition : Conditions.not(condition);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
