package io.conncount.view;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.socket.TimerName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of sockets: a few of their own kind, and one for every {@link SocketNumber}. */
public final class SocketColumns {
    /** How wide an address is shown at the least. */
    public static final int ADDRESS_WIDTH = 20;

    private static final int UNIX_NAME_BYTES_MAX = 108;
    private static final long IPV4_MAPPED_PREFIX = 0xffffL << Integer.SIZE;
    private static final int BYTES_COMPARED = 8;
    private static final byte[] NOTHING = {};
    private static final ThreadLocal<byte[]> FIRST_BYTES = ThreadLocal.withInitial(() -> new byte[BYTES_COMPARED]);

    private static final List<SocketColumn> ALL = all();

    private SocketColumns() {}

    /** All columns, in the order in which help shows them. */
    public static List<SocketColumn> every() {
        return ALL;
    }

    /** The names of all columns, in the same order. */
    public static List<String> names() {
        return ALL.stream().map(SocketColumn::name).toList();
    }

    /** The column of this name, one of {@link #names}. */
    public static SocketColumn of(String name) {
        return byName(name).orElseThrow();
    }

    /** The columns of these names. */
    public static List<SocketColumn> of(List<String> names) {
        return names.stream().map(SocketColumns::of).toList();
    }

    /** The column that a user's word stands for: with hyphens, and without the unit behind it, if need be. */
    public static Optional<SocketColumn> byWord(String word) {
        String name = word.replace('-', '_');
        for (String ending : new String[] {"", "_ms", "_bps"}) {
            Optional<SocketColumn> found = byName(name + ending);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<SocketColumn> byName(String name) {
        return ALL.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private static List<SocketColumn> all() {
        List<SocketColumn> columns = new ArrayList<>();
        columns.add(netid());
        columns.add(SocketColumn.of(
                "proto",
                "protocol",
                Protocol.values(),
                Protocol::label,
                Protocol::label,
                SocketView::protocol,
                Set.of()));
        columns.add(SocketColumn.of(
                "family",
                "address family",
                AddressFamily.values(),
                AddressFamily::label,
                AddressFamily::label,
                SocketView::family,
                Set.of(Expression.of(SocketField.FAMILY))));
        columns.add(SocketColumn.of(
                "state",
                "state of the connection",
                TcpState.values(),
                TcpState::label,
                TcpState::screenName,
                SocketView::state,
                Set.of(Expression.of(SocketField.STATE))));
        for (Side side : Side.values()) {
            columns.add(address(side));
            columns.add(port(side));
        }
        columns.add(interfaceName());
        columns.add(user());
        columns.addAll(ofCgroup());
        columns.add(netns());
        columns.addAll(HolderColumn.all());
        columns.add(timer());
        columns.add(text(SocketText.CONGESTION, "congestion control"));
        columns.add(text(SocketText.UPPER_LAYER, "protocol on top of TCP, such as tls or mptcp, and what it tells"));
        for (SocketNumber number : SocketNumber.values()) {
            columns.add(SocketColumn.of(number));
        }
        return List.copyOf(columns);
    }

    private static SocketColumn netid() {
        return new SocketColumn("netid", "table, by its name in ss: tcp, udp, u_str", Set.of()) {
            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(Netid.of(socket));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.protocol().ordinal();
            }
        };
    }

    private static Set<Expression> addressOf(Side side) {
        return Set.of(
                Expression.of(SocketField.FAMILY),
                Expression.of(SocketField.addressHigh(side)),
                Expression.of(SocketField.addressLow(side)));
    }

    /** The address; of a UNIX socket, the name, which only its own end tells. */
    private static SocketColumn address(Side side) {
        return new SocketColumn(side.label() + "_address", "address of the " + side.label() + " end", addressOf(side)) {
            @Override
            public int widthMin() {
                return ADDRESS_WIDTH;
            }

            @Override
            public boolean known(SocketView socket) {
                return switch (socket.family()) {
                    case UNIX -> side == Side.LOCAL && socket.text(SocketText.UNIX_NAME, NOTHING) > 0;
                    case PACKET -> false;
                    default -> true;
                };
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                AddressFamily family = socket.family();
                if (family == AddressFamily.UNIX) {
                    out.name(Math.min(socket.text(SocketText.UNIX_NAME, out.scratch()), UNIX_NAME_BYTES_MAX));
                } else if (AddressFamily.IP.contains(family)) {
                    out.address(family, side.addressHigh(socket), side.addressLow(socket));
                } else {
                    out.number(side.addressLow(socket));
                }
            }

            @Override
            public long orderHigh(SocketView socket) {
                return side.addressHigh(socket) ^ Long.MIN_VALUE;
            }

            // IPv4 addresses stand where IPv6 sockets would carry them.
            @Override
            public long orderLow(SocketView socket) {
                long prefix = socket.family() == AddressFamily.IPV4 ? IPV4_MAPPED_PREFIX : 0;
                return (side.addressLow(socket) | prefix) ^ Long.MIN_VALUE;
            }
        };
    }

    /** The port, which UNIX sockets have none of. */
    private static SocketColumn port(Side side) {
        return new SocketColumn(
                side.label() + "_port",
                "port of the " + side.label() + " end",
                Set.of(Expression.of(SocketField.FAMILY), Expression.of(SocketField.port(side)))) {
            @Override
            public boolean known(SocketView socket) {
                return socket.family() != AddressFamily.UNIX;
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.number(orderLow(socket));
            }

            @Override
            public long orderLow(SocketView socket) {
                return Integer.toUnsignedLong(side.port(socket));
            }
        };
    }

    private static SocketColumn interfaceName() {
        return new SocketColumn(
                "interface", "interface the socket is bound to", Set.of(Expression.of(SocketField.INTERFACE_INDEX))) {
            @Override
            public boolean known(SocketView socket) {
                return socket.interfaceIndex() > 0;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(out.names().interfaceName(socket.interfaceIndex()));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.interfaceIndex();
            }
        };
    }

    private static SocketColumn user() {
        return new SocketColumn("user", "owner, by name", Set.of(new Expression.NumberOf(SocketNumber.UID))) {
            @Override
            public boolean known(SocketView socket) {
                return socket.number(SocketNumber.UID) != SocketView.UNKNOWN;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(out.names().user(socket.number(SocketNumber.UID)));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.number(SocketNumber.UID);
            }
        };
    }

    /** A text about a cgroup. */
    private interface CgroupText {
        byte[] of(NameTexts names, long cgroupId);
    }

    /** What is known of the owner by its cgroup. */
    private static List<SocketColumn> ofCgroup() {
        return List.of(
                ofCgroup("cgroup", "path of the owner's cgroup", NameTexts::cgroup),
                ofCgroup(CgroupPart.UNIT, "systemd unit, by the cgroup"),
                ofCgroup(CgroupPart.CONTAINER, "container, by the cgroup: 12 digits of its id, or its name"),
                ofCgroup(CgroupPart.POD, "Kubernetes pod, by the cgroup"));
    }

    private static SocketColumn ofCgroup(CgroupPart part, String help) {
        return ofCgroup(part.label(), help, (names, cgroupId) -> names.part(part, cgroupId));
    }

    private static SocketColumn ofCgroup(String name, String help, CgroupText text) {
        return new SocketColumn(name, help, Set.of(Expression.of(SocketField.CGROUP_ID))) {
            @Override
            public boolean known(SocketView socket) {
                return socket.cgroupId() != 0;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(text.of(out.names(), socket.cgroupId()));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.cgroupId();
            }
        };
    }

    private static SocketColumn netns() {
        return new SocketColumn(
                "netns",
                "network namespace, with --netns all",
                Set.of(new Expression.NumberOf(SocketNumber.NETNS_INODE))) {
            @Override
            public Set<Detail> details() {
                return Set.of(Detail.NAMESPACE);
            }

            @Override
            public boolean known(SocketView socket) {
                return socket.number(SocketNumber.NETNS_INODE) != SocketView.UNKNOWN;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(out.names().netns(socket.number(SocketNumber.NETNS_INODE)));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.number(SocketNumber.NETNS_INODE);
            }
        };
    }

    private static SocketColumn timer() {
        return new SocketColumn(
                "timer",
                "running timer: on, keepalive, timewait, persist or off",
                Set.of(Expression.of(SocketField.TIMER))) {
            @Override
            public void write(SocketView socket, CellWriter out) {
                out.text(TimerName.of(socket.timer()));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.timer();
            }
        };
    }

    /** Sorted by the first bytes of the text. */
    private static SocketColumn text(SocketText which, String help) {
        return new SocketColumn(which.label(), help) {
            @Override
            public Set<Detail> details() {
                return Set.of(which.detail());
            }

            @Override
            public boolean known(SocketView socket) {
                return socket.text(which, NOTHING) > 0;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                byte[] scratch = out.scratch();
                out.name(Math.min(socket.text(which, scratch), scratch.length));
            }

            @Override
            public long orderLow(SocketView socket) {
                byte[] first = FIRST_BYTES.get();
                Arrays.fill(first, (byte) 0);
                socket.text(which, first);
                long order = 0;
                for (byte b : first) {
                    order = (order << Byte.SIZE) | (b & 0xff);
                }
                return order;
            }
        };
    }

    /** The table a socket is in, as ss calls it: {@code tcp}, {@code u_str}. */
    public static final class Netid {
        private static final int TYPES = SocketType.values().length;
        private static final byte[][] NAMES = names();

        private Netid() {}

        /** What ss calls the table of this socket. */
        public static byte[] of(SocketView socket) {
            return NAMES[socket.protocol().ordinal() * TYPES + socket.type().ordinal()];
        }

        private static byte[][] names() {
            byte[][] names = new byte[Protocol.values().length * TYPES][];
            for (Protocol protocol : Protocol.values()) {
                for (SocketType type : SocketType.values()) {
                    names[protocol.ordinal() * TYPES + type.ordinal()] = TextBuffer.ascii(name(protocol, type));
                }
            }
            return names;
        }

        private static String name(Protocol protocol, SocketType type) {
            return switch (protocol) {
                case UNIX -> "u_" + shortened(type);
                case VSOCK -> "v_" + shortened(type);
                case PACKET -> "p_" + shortened(type);
                case NETLINK -> "nl";
                default -> protocol.label();
            };
        }

        private static String shortened(SocketType type) {
            return switch (type) {
                case STREAM -> "str";
                case DGRAM -> "dgr";
                case SEQPACKET -> "seq";
                case RAW -> "raw";
            };
        }
    }
}
