package io.conncount.filter;

import io.conncount.filter.Condition.All;
import io.conncount.filter.Condition.Any;
import io.conncount.filter.Condition.InterfaceIs;
import io.conncount.filter.Condition.Not;
import io.conncount.filter.Condition.NumberIs;
import io.conncount.filter.Condition.StateIn;
import io.conncount.filter.EndCondition.AddressIn;
import io.conncount.filter.EndCondition.Autobound;
import io.conncount.filter.EndCondition.PortIn;
import io.conncount.filter.OwnerCondition.CgroupGone;
import io.conncount.filter.OwnerCondition.CgroupIn;
import io.conncount.filter.OwnerCondition.CgroupIs;
import io.conncount.filter.OwnerCondition.CgroupPartIs;
import io.conncount.filter.OwnerCondition.MarkIs;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.socket.TimerName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Writes conditions in the words of a filter, so that {@link FilterParser} takes them for the same. */
public final class ConditionText {
    private static final int OR = 0;
    private static final int AND = 1;
    private static final int NOT = 2;

    private static final int ALL_BITS = -1;

    private final StringBuilder text = new StringBuilder();

    private ConditionText() {}

    /** All of these conditions, as one filter; of none, nothing. */
    public static String of(List<Condition> conditions) {
        ConditionText writer = new ConditionText();
        if (!conditions.isEmpty()) {
            writer.write(Conditions.all(conditions), OR);
        }
        return writer.text.toString();
    }

    /** A condition as one term among those that {@code and} joins. */
    static String term(Condition condition) {
        ConditionText writer = new ConditionText();
        writer.write(condition, AND);
        return writer.text.toString();
    }

    /** Writes a condition where only what binds tighter than this may stand without parentheses. */
    private void write(Condition condition, int binding) {
        if (condition instanceof All all) {
            writeTerms(all.terms(), " and ", AND, binding);
        } else if (condition instanceof Any any && isPortList(any)) {
            writePortList(any);
        } else if (condition instanceof Any any) {
            writeTerms(any.terms(), " or ", OR, binding);
        } else if (condition instanceof Not not) {
            text.append("not ");
            write(not.term(), NOT);
        } else if (condition instanceof StateIn in) {
            writeStates(in, binding);
        } else if (condition instanceof Condition.ProtocolIn in) {
            writeAlternatives(alternatives("proto", in.protocols(), Protocol::label), binding);
        } else if (condition instanceof Condition.FamilyIn in) {
            writeAlternatives(alternatives("family", in.families(), AddressFamily::label), binding);
        } else if (condition instanceof Condition.TypeIn in) {
            writeAlternatives(alternatives("type", in.types(), SocketType::label), binding);
        } else {
            text.append(leaf(condition));
        }
    }

    private void writeTerms(List<Condition> terms, String between, int own, int binding) {
        text.append(own < binding ? "(" : "");
        for (int i = 0; i < terms.size(); i++) {
            text.append(i == 0 ? "" : between);
            write(terms.get(i), own + 1);
        }
        text.append(own < binding ? ")" : "");
    }

    private static boolean isPortList(Any any) {
        Side side = null;
        for (Condition term : any.terms()) {
            if (!(term instanceof PortIn ports) || (side != null && side != ports.side())) {
                return false;
            }
            side = ports.side();
        }
        return true;
    }

    private void writePortList(Any any) {
        String between = field(((PortIn) any.terms().get(0)).side()) + "in ";
        for (Condition term : any.terms()) {
            PortIn ports = (PortIn) term;
            text.append(between).append(ports.min());
            if (ports.max() > ports.min()) {
                text.append('-').append(ports.max());
            }
            between = ",";
        }
    }

    private void writeStates(StateIn in, int binding) {
        if (in.states().equals(TcpState.ALL)) {
            text.append("state all");
            return;
        }
        boolean several = in.states().size() > 1 && binding > OR;
        text.append(several ? "(" : "").append(in.states().isEmpty() ? "exclude all" : "");
        String between = "";
        for (TcpState state : in.states()) {
            text.append(between).append("state ").append(state.label());
            between = " or ";
        }
        text.append(several ? ")" : "");
    }

    private static String leaf(Condition condition) {
        if (condition instanceof PortIn ports) {
            return field(ports.side()) + ports(ports);
        } else if (condition instanceof AddressIn address) {
            return address.side().hostField() + " " + network(address);
        } else if (condition instanceof InterfaceIs device) {
            return "dev = " + quoted(device.name());
        } else if (condition instanceof MarkIs mark) {
            String mask = mark.mask() == ALL_BITS ? "" : "/0x" + Integer.toHexString(mark.mask());
            return "mark = 0x" + Integer.toHexString(mark.mark()) + mask;
        } else if (condition instanceof CgroupIs cgroup) {
            return "cgroup = " + quoted(cgroup.path());
        } else if (condition instanceof CgroupIn cgroup) {
            return "cgroup in " + quoted(cgroup.path());
        } else if (condition instanceof CgroupPartIs cgroup) {
            return cgroup.part().label() + (cgroup.same() ? " = " : " != ") + quoted(cgroup.name());
        } else if (condition instanceof CgroupGone cgroup) {
            return cgroup.part().label() + " = " + quoted(Placeholder.GONE);
        } else if (condition instanceof Autobound) {
            return "autobound";
        } else if (condition instanceof NumberIs number) {
            return number.number().label() + " " + number.comparison().sign() + " " + value(number);
        }
        if (condition instanceof OwnerCondition.UserIs user) {
            return "user" + (user.same() ? " = " : " != ") + quoted(user.name());
        }
        if (condition instanceof Condition.TextIs text) {
            return text.text().label() + (text.same() ? " = " : " != ") + quoted(text.value());
        }
        return otherLeaf(condition);
    }

    private static String otherLeaf(Condition condition) {
        if (condition instanceof Condition.TimerIs timer) {
            return "timer = " + TimerName.of(timer.timer());
        } else if (condition instanceof OwnerCondition.Unowned) {
            return "user = \"" + Placeholder.UNOWNED + "\"";
        } else if (condition instanceof Condition.NetnsIs netns) {
            return "netns = " + quoted(netns.name());
        } else if (condition instanceof OwnerCondition.CgroupUnknown) {
            return "cgroup = \"" + Placeholder.NOT_REPORTED + "\"";
        } else if (condition instanceof OwnerCondition.MarkUnknown mark) {
            return "mark = \"" + (mark.permitted() ? Placeholder.NOT_REPORTED : Placeholder.NOT_PERMITTED) + "\"";
        } else if (condition instanceof Condition.UnixNameIs name) {
            return "src = " + quoted("unix:" + name.pattern().text());
        } else if (condition instanceof HolderCondition.HeldBy by) {
            return by.property().label()
                    + (by.same() ? " = " : " != ")
                    + quoted(by.value().isEmpty() ? Placeholder.NOT_REPORTED : by.value());
        } else if (condition instanceof HolderCondition.Unheld unheld) {
            return unheld.property().label() + " = \""
                    + (unheld.hidden() ? Placeholder.NOT_PERMITTED : Placeholder.UNOWNED) + "\"";
        }
        EndCondition.EndIs end = (EndCondition.EndIs) condition;
        // The protocol of a packet socket is its port.
        boolean packet = end.family() == AddressFamily.PACKET;
        String port = end.port() == EndCondition.EndIs.ANY ? "*" : Long.toString(end.port());
        String address = end.address() == EndCondition.EndIs.ANY ? "*" : Long.toString(end.address());
        return end.side().hostField() + " = "
                + (packet ? "link:" + port : end.family().label() + ":" + address + ":" + port);
    }

    /** Alternatives of one kind, such as {@code proto = tcp or proto = udp}. */
    private static <E> List<String> alternatives(String field, Set<E> values, Function<E, String> label) {
        return values.stream().map(value -> field + " = " + label.apply(value)).toList();
    }

    private void writeAlternatives(List<String> alternatives, int binding) {
        boolean several = alternatives.size() > 1 && binding > OR;
        text.append(several ? "(" : "");
        text.append(String.join(" or ", alternatives));
        text.append(several ? ")" : "");
    }

    private static String field(Side side) {
        return side.portField() + " ";
    }

    private static String ports(PortIn ports) {
        if (ports.min() == ports.max()) {
            return "= :" + ports.min();
        } else if (ports.max() == PortBox.PORT_MAX) {
            return ">= :" + ports.min();
        }
        return ports.min() == 0 ? "<= :" + ports.max() : "in " + ports.min() + "-" + ports.max();
    }

    private static String network(AddressIn address) {
        String host = AddressText.of(address.family(), address.high(), address.low());
        boolean ipv4 = address.family() == AddressFamily.IPV4;
        boolean whole = address.prefixBits() == (ipv4 ? Integer.SIZE : 2 * Long.SIZE);
        return (ipv4 ? host : "[" + host + "]") + (whole ? "" : "/" + address.prefixBits());
    }

    private static String value(NumberIs number) {
        Unit unit = number.number().unit();
        return unit == Unit.HEXADECIMAL
                ? "0x" + Long.toHexString(number.value())
                : BigDecimal.valueOf(number.value(), unit.decimals())
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** In quotes if it may look like anything else; a single quote then stands in double ones of its own. */
    private static String quoted(String name) {
        boolean plain = !name.isEmpty()
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/.-_@:*".indexOf(c) >= 0);
        if (plain) {
            return name;
        }
        return name.indexOf('"') < 0 ? '"' + name + '"' : "'" + name.replace("'", "'\"'\"'") + "'";
    }
}
