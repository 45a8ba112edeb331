package io.conncount.socket;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * TCP and UDP sockets that outlive the callback that showed them, up to a limit: 80 bytes each, and no object. Those above the
 * limit are only counted. Kept are the identity, the state, the owner and the queues. For one thread.
 */
public final class KeptSockets implements SocketSink {
    private static final Protocol[] PROTOCOLS = Protocol.values();
    private static final AddressFamily[] FAMILIES = AddressFamily.values();
    private static final TcpState[] STATES = TcpState.values();

    // Lanes of a socket. Those with two names hold two unsigned 32-bit numbers, the first in the upper half.
    private static final int LOCAL_HIGH = 0;
    private static final int LOCAL_LOW = 1;
    private static final int REMOTE_HIGH = 2;
    private static final int REMOTE_LOW = 3;
    private static final int PORTS = 4;
    private static final int INTERFACE_AND_KIND = 5;
    private static final int QUEUES = 6;
    private static final int UID_AND_INODE = 7;
    private static final int COOKIE = 8;
    private static final int CGROUP = 9;
    private static final int LANES = 10;

    /** Bits of a kind: the ordinals of protocol, family and state, and whether there is an owner. */
    private static final int ORDINAL_BITS = 8;

    private static final int ORDINAL_MASK = (1 << ORDINAL_BITS) - 1;
    private static final int OWNED = 1 << (3 * ORDINAL_BITS);

    private static final int SOCKETS_AT_FIRST = 64;

    private final int socketsMax;
    private final Map<TcpState, Long> states = new EnumMap<>(TcpState.class);
    private final Kept view = new Kept();
    private long[] lanes = new long[SOCKETS_AT_FIRST * LANES];
    private int kept;
    private long shown;

    /** Keeps at most this many. */
    public KeptSockets(int socketsMax) {
        this.socketsMax = socketsMax;
    }

    @Override
    public void accept(SocketView socket) {
        shown++;
        states.merge(socket.state(), 1L, Long::sum);
        if (kept < socketsMax) {
            keep(socket);
        }
    }

    private void keep(SocketView socket) {
        int at = kept * LANES;
        if (at == lanes.length) {
            lanes = Arrays.copyOf(lanes, 2 * at);
        }
        lanes[at + LOCAL_HIGH] = socket.localAddressHigh();
        lanes[at + LOCAL_LOW] = socket.localAddressLow();
        lanes[at + REMOTE_HIGH] = socket.remoteAddressHigh();
        lanes[at + REMOTE_LOW] = socket.remoteAddressLow();
        lanes[at + PORTS] = pair(socket.localPort(), socket.remotePort());
        lanes[at + INTERFACE_AND_KIND] = pair(socket.interfaceIndex(), kind(socket));
        lanes[at + QUEUES] = pair(socket.number(SocketNumber.RECVQ), socket.number(SocketNumber.SENDQ));
        lanes[at + UID_AND_INODE] = pair(socket.uid(), socket.number(SocketNumber.INODE));
        lanes[at + COOKIE] = socket.number(SocketNumber.COOKIE);
        lanes[at + CGROUP] = socket.cgroupId();
        kept++;
    }

    private static int kind(SocketView socket) {
        int ordinals = socket.protocol().ordinal()
                | socket.family().ordinal() << ORDINAL_BITS
                | socket.state().ordinal() << (2 * ORDINAL_BITS);
        return socket.owned() ? ordinals | OWNED : ordinals;
    }

    private static long pair(long first, long second) {
        return first << Integer.SIZE | Integer.toUnsignedLong((int) second);
    }

    /** How many are kept. */
    public int kept() {
        return kept;
    }

    /** How many were shown, kept or not. */
    public long shown() {
        return shown;
    }

    /** How many were shown in each state. */
    public Map<TcpState, Long> states() {
        return states;
    }

    /** One of those kept, in the order in which they were shown; valid until the next is asked for. */
    public SocketView get(int index) {
        view.at = index * LANES;
        return view;
    }

    private final class Kept implements SocketView {
        private int at;

        private int first(int lane) {
            return (int) (lanes[at + lane] >>> Integer.SIZE);
        }

        private int second(int lane) {
            return (int) lanes[at + lane];
        }

        private int ordinal(int place) {
            return second(INTERFACE_AND_KIND) >> (place * ORDINAL_BITS) & ORDINAL_MASK;
        }

        @Override
        public Protocol protocol() {
            return PROTOCOLS[ordinal(0)];
        }

        @Override
        public SocketType type() {
            return protocol() == Protocol.TCP ? SocketType.STREAM : SocketType.DGRAM;
        }

        @Override
        public AddressFamily family() {
            return FAMILIES[ordinal(1)];
        }

        @Override
        public TcpState state() {
            return STATES[ordinal(2)];
        }

        @Override
        public int localPort() {
            return first(PORTS);
        }

        @Override
        public int remotePort() {
            return second(PORTS);
        }

        @Override
        public long localAddressHigh() {
            return lanes[at + LOCAL_HIGH];
        }

        @Override
        public long localAddressLow() {
            return lanes[at + LOCAL_LOW];
        }

        @Override
        public long remoteAddressHigh() {
            return lanes[at + REMOTE_HIGH];
        }

        @Override
        public long remoteAddressLow() {
            return lanes[at + REMOTE_LOW];
        }

        @Override
        public int interfaceIndex() {
            return first(INTERFACE_AND_KIND);
        }

        @Override
        public boolean owned() {
            return (second(INTERFACE_AND_KIND) & OWNED) != 0;
        }

        @Override
        public int uid() {
            return first(UID_AND_INODE);
        }

        @Override
        public long cgroupId() {
            return lanes[at + CGROUP];
        }

        @Override
        public long number(SocketNumber which) {
            return switch (which) {
                case RECVQ -> Integer.toUnsignedLong(first(QUEUES));
                case SENDQ -> Integer.toUnsignedLong(second(QUEUES));
                case UID -> owned() ? Integer.toUnsignedLong(uid()) : UNKNOWN;
                case INODE -> owned() ? Integer.toUnsignedLong(second(UID_AND_INODE)) : UNKNOWN;
                case COOKIE -> lanes[at + COOKIE];
                default -> UNKNOWN;
            };
        }
    }
}
