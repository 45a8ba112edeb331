package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A file of {@code /proc/net} in which the kernel shows a table, or one family of it, and its lines.
 *
 * @param name in that directory
 */
public record ProcNetFile(String name, Protocol protocol, AddressFamily family) {
    /** The files that show a protocol's sockets; none if it is shown in no file. */
    public static List<ProcNetFile> of(Protocol protocol) {
        return switch (protocol) {
            case TCP, UDP, UDPLITE, RAW -> ofBothFamilies(protocol.label(), protocol);
            case PING -> ofBothFamilies("icmp", protocol);
            case UNIX -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.UNIX));
            case PACKET -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.PACKET));
            case NETLINK -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.NETLINK));
            default -> List.of();
        };
    }

    private static List<ProcNetFile> ofBothFamilies(String name, Protocol protocol) {
        return List.of(
                new ProcNetFile(name, protocol, AddressFamily.IPV4),
                new ProcNetFile(name + "6", protocol, AddressFamily.IPV6));
    }

    /** A view of its lines. */
    public ProcNetLine line() {
        return switch (family) {
            case UNIX -> new Unix();
            case PACKET -> new Packet();
            case NETLINK -> new Netlink();
            default -> new Inet(protocol, family);
        };
    }

    /**
     * A line of {@code tcp}, {@code udp}, {@code udplite}, {@code raw}, {@code icmp} or, with addresses of four words, of {@code tcp6} and so
     * on. Numbers are hexadecimal up to {@code retrnsmt}; each word of an address is in network order, and shown as the number
     * it is to the host:
     *
     * <pre>
     *   sl: local_address:port rem_address:port st tx_queue:rx_queue tr:tm-&gt;when retrnsmt uid timeout inode …
     * </pre>
     */
    private static final class Inet extends ProcNetLine {
        private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        private static final int TIMER_TIME_WAIT = 3;

        private final boolean ipv4;
        private long high;
        private long low;

        Inet(Protocol protocol, AddressFamily family) {
            super(protocol, family);
            ipv4 = family == AddressFamily.IPV4;
            interfaceIndex = INTERFACE_UNKNOWN;
            type = switch (protocol) {
                case UDP, UDPLITE, PING -> SocketType.DGRAM;
                case RAW -> SocketType.RAW;
                default -> SocketType.STREAM;
            };
        }

        @Override
        void read() throws DecodeException {
            line.skipField();
            readAddress();
            localHigh = high;
            localLow = low;
            localPort = readPort();
            readAddress();
            remoteHigh = high;
            remoteLow = low;
            remotePort = readPort();
            state = readState();
            long transmit = line.hex();
            line.expect(':');
            receiveQueue = line.hex();
            timer = (int) line.hex();
            line.expect(':');
            timerMs = line.hex() * TICK_MS;
            retransmits = line.hex();
            uid = line.decimal();
            line.skipField();
            inode = line.decimal();
            // A request that waits for the handshake's end shows the listener's user, but has no inode yet.
            owned = timer != TIMER_TIME_WAIT && (state != TcpState.SYN_RECV || inode != 0);
            // For a listener, this file has the connections waiting to be accepted, but not their limit.
            sendQueue = state == TcpState.LISTEN ? UNKNOWN : transmit;
        }

        private void readAddress() throws DecodeException {
            line.skipBlanks();
            if (ipv4) {
                high = 0;
                low = word();
            } else {
                high = word() << Integer.SIZE | word();
                low = word() << Integer.SIZE | word();
            }
        }

        private long word() throws DecodeException {
            int word = line.hexWord();
            return Integer.toUnsignedLong(LITTLE_ENDIAN ? Integer.reverseBytes(word) : word);
        }

        private int readPort() throws DecodeException {
            line.expect(':');
            return (int) line.hex() & 0xffff;
        }

        private TcpState readState() throws DecodeException {
            long number = line.hex();
            TcpState known = number > Byte.MAX_VALUE ? null : LinuxTcpState.of((int) number);
            if (known == null) {
                throw line.fault("st " + Long.toHexString(number) + " is not a state");
            }
            return known;
        }
    }

    /**
     * A line of {@code unix}. Numbers are hexadecimal, except the inode; there is no path without a name, and the path
     * of an abstract name has an at sign for each zero byte. The name is written unescaped, so it may contain newlines.
     * The owner is not reported.
     *
     * <pre>
     *   Num: RefCount Protocol Flags Type St Inode Path
     * </pre>
     */
    private static final class Unix extends ProcNetLine {
        /** {@code __SO_ACCEPTCON} of {@code linux/net.h}: it listens. */
        private static final int FLAG_ACCEPTING = 1 << 16;
        // enum socket_state of linux/net.h; 2 is a connection that has not been accepted yet.
        private static final int SS_CONNECTING = 2;
        private static final int SS_CONNECTED = 3;
        private static final int SOCK_STREAM = 1;
        private static final int SOCK_DGRAM = 2;
        private static final int SOCK_SEQPACKET = 5;

        private byte[] text;
        private int nameAt;
        private int nameEnd;

        Unix() {
            super(Protocol.UNIX, AddressFamily.UNIX);
            receiveQueue = UNKNOWN;
            sendQueue = UNKNOWN;
            retransmits = UNKNOWN;
        }

        @Override
        void read() throws DecodeException {
            line.hex();
            line.expect(':');
            line.hex();
            line.hex();
            boolean accepting = (line.hex() & FLAG_ACCEPTING) != 0;
            type = type(line.hex());
            long status = line.hex();
            if (accepting) {
                state = TcpState.LISTEN;
            } else {
                state = status == SS_CONNECTED || status == SS_CONNECTING ? TcpState.ESTABLISHED : TcpState.CLOSE;
            }
            inode = line.decimal();
            localLow = inode;
            text = line.text();
            nameEnd = line.end();
            if (line.at() < nameEnd) {
                line.expect(' ');
            }
            nameAt = line.at();
        }

        @Override
        public boolean endsInName() {
            return true;
        }

        private SocketType type(long number) throws DecodeException {
            if (number == SOCK_STREAM) {
                return SocketType.STREAM;
            }
            if (number == SOCK_DGRAM) {
                return SocketType.DGRAM;
            }
            if (number == SOCK_SEQPACKET) {
                return SocketType.SEQPACKET;
            }
            throw line.fault("Type " + number + " is not a UNIX socket state");
        }

        @Override
        public int text(SocketText which, byte[] into) {
            if (which != SocketText.UNIX_NAME || nameAt == nameEnd) {
                return -1;
            }
            int length = nameEnd - nameAt;
            System.arraycopy(text, nameAt, into, 0, Math.min(length, into.length));
            if (text[nameAt] == '@' && into.length > 0) {
                into[0] = 0;
            }
            return length;
        }
    }

    /**
     * A line of {@code packet}. {@code Proto}, which stands as the local port, is hexadecimal.
     *
     * <pre>
     *   sk RefCnt Type Proto Iface R Rmem User Inode
     * </pre>
     */
    private static final class Packet extends ProcNetLine {
        private static final int SOCK_DGRAM = 2;

        Packet() {
            super(Protocol.PACKET, AddressFamily.PACKET);
            state = TcpState.CLOSE;
            owned = true;
            sendQueue = UNKNOWN;
            retransmits = UNKNOWN;
        }

        @Override
        void read() throws DecodeException {
            line.skipField();
            line.decimal();
            type = line.decimal() == SOCK_DGRAM ? SocketType.DGRAM : SocketType.RAW;
            localPort = (int) line.hex();
            interfaceIndex = (int) line.decimal();
            line.skipField();
            receiveQueue = line.decimal();
            uid = line.decimal();
            inode = line.decimal();
        }
    }

    /**
     * A line of {@code netlink}. {@code Eth} is the netlink protocol, which stands as the local address, and {@code Pid} the
     * port. The owner is not reported.
     *
     * <pre>
     *   sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
     * </pre>
     */
    private static final class Netlink extends ProcNetLine {
        Netlink() {
            super(Protocol.NETLINK, AddressFamily.NETLINK);
            state = TcpState.CLOSE;
            type = SocketType.RAW;
            retransmits = UNKNOWN;
        }

        @Override
        void read() throws DecodeException {
            line.skipField();
            localLow = line.decimal();
            localPort = (int) line.decimal();
            line.skipField();
            receiveQueue = line.decimal();
            sendQueue = line.decimal();
            line.skipField();
            line.skipField();
            line.skipField();
            inode = line.decimal();
        }
    }
}
