package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.OwnerCondition;
import io.conncount.filter.Placeholder;
import io.conncount.names.NumberCache;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The systemd unit, container or pod of the socket's owner, by the path of its cgroup: many cgroups may be in one. */
final class CgroupPartKey implements GroupKey {
    private static final TextNumbers TEXTS = new TextNumbers();
    private static final long UNOWNED = -1;
    private static final long NOT_TOLD = -2;

    private final CgroupPart part;
    private final NumberCache<Long> ofCgroups;

    CgroupPartKey(CgroupPart part, SocketNames names) {
        this.part = part;
        ofCgroups = new NumberCache<>(id -> number(names.partText(part, id)));
    }

    private static long number(String text) {
        return text.equals(Placeholder.NOT_REPORTED) ? NOT_TOLD : TEXTS.number(text);
    }

    @Override
    public String name() {
        return part.label();
    }

    @Override
    public GroupKey bind(SocketNames others, Listeners listeners) {
        return new CgroupPartKey(part, others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.owned() ? socket.cgroupId() : UNOWNED;
        complete(lanes, at);
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.ofOwned(Expression.of(SocketField.CGROUP_ID), UNOWNED)));
    }

    @Override
    public void complete(long[] lanes, int at) {
        if (lanes[at] == 0) {
            lanes[at] = NOT_TOLD;
        } else if (lanes[at] != UNOWNED) {
            lanes[at] = ofCgroups.of(lanes[at]);
        }
    }

    @Override
    public Optional<TextNumbers> texts() {
        return Optional.of(TEXTS);
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] >= NOT_TOLD;
    }

    @Override
    public String value(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Placeholder.UNOWNED;
        }
        return lanes[at] == NOT_TOLD ? Placeholder.NOT_REPORTED : TEXTS.text(lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Optional.of(new OwnerCondition.Unowned());
        } else if (lanes[at] == NOT_TOLD) {
            return Optional.of(OwnerCondition.notReported(part));
        }
        String name = TEXTS.text(lanes[at]);
        return Optional.of(
                name.equals(Placeholder.GONE)
                        ? new OwnerCondition.CgroupGone(part, List.of())
                        : new OwnerCondition.CgroupPartIs(part, true, name, List.of()));
    }
}
