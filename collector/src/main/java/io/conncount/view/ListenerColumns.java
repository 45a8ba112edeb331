package io.conncount.view;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.Listener;
import io.conncount.collect.Listener.Connections.Kind;
import io.conncount.collect.Listener.Owner;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns of listeners: those of their accept queues, and what else is known of them. */
public final class ListenerColumns {
    /** Stands for owners that are not the same. */
    public static final String SEVERAL = "(several)";

    private static final byte[] SEVERAL_BYTES = TextBuffer.ascii(SEVERAL);
    private static final int SKEW_DECIMALS = 2;
    private static final Function<Listener, ListenQueue> QUEUE = new Function<>() {
        @Override
        public ListenQueue apply(Listener listener) {
            return listener.queue();
        }
    };

    private ListenerColumns() {}

    /**
     * All of them, for programs.
     *
     * @param byNamespace true if listeners of several network namespaces are told apart
     */
    public static List<Column<Listener>> all(boolean byNamespace) {
        List<Column<Listener>> columns = new ArrayList<>();
        if (byNamespace) {
            columns.add(netns());
        }
        for (Column<ListenQueue> column : ListenQueueColumns.ALL) {
            if (!column.derived()) {
                columns.add(Columns.of(column, QUEUE));
            }
        }
        columns.addAll(queues());
        columns.add(skew());
        columns.addAll(connections());
        columns.addAll(List.of(user(), part(CgroupPart.UNIT), part(CgroupPart.CONTAINER), part(CgroupPart.POD)));
        columns.add(processes());
        return columns;
    }

    /**
     * Those that people are shown, of these listeners.
     *
     * @param names of the host that the listeners are from
     */
    public static List<Column<Listener>> forPeople(List<Listener> listeners, boolean byNamespace, SocketNames names) {
        List<Column<Listener>> columns = new ArrayList<>();
        if (byNamespace) {
            columns.add(netns());
        }
        boolean shared = false;
        boolean counted = false;
        boolean held = false;
        for (Listener listener : listeners) {
            shared |= listener.queue().listeners() > 1;
            counted |= listener.connections().isPresent();
            held |= !listener.owner().processes().isEmpty();
        }
        columns.add(Columns.of(ListenQueueColumns.ADDRESS, QUEUE));
        columns.add(Columns.of(ListenQueueColumns.PORT, QUEUE));
        columns.add(Columns.of(ListenQueueColumns.WAITING, QUEUE));
        columns.add(Columns.of(ListenQueueColumns.LIMIT, QUEUE));
        columns.add(Columns.of(ListenQueueColumns.FULLEST, QUEUE));
        if (shared) {
            columns.add(Columns.of(ListenQueueColumns.SOCKETS, QUEUE));
            columns.add(skew());
        }
        if (counted) {
            columns.addAll(connections());
        }
        columns.add(owner(names));
        if (held) {
            columns.add(processes());
        }
        columns.add(Columns.of(ListenQueueColumns.BAR, QUEUE));
        return columns;
    }

    /** Of the fullest and the emptiest of the queues that share an address and port. */
    private static List<Column<Listener>> queues() {
        return List.of(
                Columns.count(
                        "fullest_waiting",
                        "connections not yet accepted at the listener that has the fullest queue",
                        new ToLongFunction<>() {
                            @Override
                            public long applyAsLong(Listener listener) {
                                return listener.queue().fullestLength();
                            }
                        }),
                Columns.count("fullest_limit", "limit of that queue", new ToLongFunction<>() {
                    @Override
                    public long applyAsLong(Listener listener) {
                        return listener.queue().fullestLimit();
                    }
                }),
                Columns.count(
                        "least_waiting",
                        "connections not yet accepted at the listener that has the fewest",
                        new ToLongFunction<>() {
                            @Override
                            public long applyAsLong(Listener listener) {
                                return listener.leastLength();
                            }
                        }));
    }

    private static Column<Listener> netns() {
        return new Column<>("netns", "network namespace") {
            @Override
            public boolean known(Listener listener) {
                return listener.netnsInode() != SocketView.UNKNOWN;
            }

            @Override
            public void write(Listener listener, CellWriter out) {
                out.text(out.names().netns(listener.netnsInode()));
            }
        };
    }

    private static Column<Listener> skew() {
        return new Column<>("skew", "the fullest queue over the mean; 1 if all are alike") {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public boolean known(Listener listener) {
                return listener.skewHundredths() >= 0;
            }

            @Override
            public void write(Listener listener, CellWriter out) {
                out.decimals(listener.skewHundredths(), SKEW_DECIMALS);
            }
        };
    }

    private static List<Column<Listener>> connections() {
        List<Column<Listener>> columns = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            columns.add(connections(kind));
        }
        return columns;
    }

    private static Column<Listener> connections(Kind kind) {
        return Columns.count(kind.label(), kind.help(), new ToLongFunction<>() {
            @Override
            public long applyAsLong(Listener listener) {
                return listener.connections().isPresent()
                        ? listener.connections().get().of(kind)
                        : SocketView.UNKNOWN;
            }
        });
    }

    private static Column<Listener> user() {
        return new Column<>("user", "user who listens") {
            @Override
            public boolean known(Listener listener) {
                return listener.owner().uid() != SocketView.UNKNOWN;
            }

            @Override
            public void write(Listener listener, CellWriter out) {
                long uid = listener.owner().uid();
                out.text(uid == Owner.SEVERAL ? SEVERAL_BYTES : out.names().user(uid));
            }
        };
    }

    private static Column<Listener> part(CgroupPart part) {
        return new Column<>(part.label(), part.label() + " that listens") {
            @Override
            public boolean known(Listener listener) {
                return listener.owner().cgroupId() != 0;
            }

            @Override
            public void write(Listener listener, CellWriter out) {
                long id = listener.owner().cgroupId();
                out.text(id == Owner.SEVERAL ? SEVERAL_BYTES : out.names().part(part, id));
            }
        };
    }

    private static Column<Listener> processes() {
        return new Column<>("processes", "processes that hold the listeners, each as name/pid") {
            @Override
            public boolean known(Listener listener) {
                return !listener.owner().processes().isEmpty();
            }

            @Override
            public void write(Listener listener, CellWriter out) {
                out.name(String.join(",", listener.owner().processes()));
            }
        };
    }

    /** The container, else the unit, else the user. */
    private static Column<Listener> owner(SocketNames names) {
        return new Column<>("owner", "container, unit or user that listens") {
            @Override
            public void write(Listener listener, CellWriter out) {
                out.name(ownerText(listener.owner(), names));
            }
        };
    }

    private static String ownerText(Owner owner, SocketNames names) {
        for (CgroupPart part : List.of(CgroupPart.CONTAINER, CgroupPart.UNIT)) {
            String name = partName(part, owner, names);
            if (!name.isEmpty()) {
                return name;
            }
        }
        if (owner.uid() == Owner.SEVERAL || owner.cgroupId() == Owner.SEVERAL) {
            return SEVERAL;
        }
        return owner.uid() == SocketView.UNKNOWN ? "-" : names.userText(owner.uid());
    }

    /** What the unit, container or pod is called that an owner is in; empty if it is in none, or in several, or that is not known. */
    public static String partName(CgroupPart part, Owner owner, SocketNames names) {
        String text = owner.cgroupId() > 0 ? names.partText(part, owner.cgroupId()) : "";
        // What is in parentheses says why there is none.
        return text.startsWith("(") ? "" : text;
    }
}
