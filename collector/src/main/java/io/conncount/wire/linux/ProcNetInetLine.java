package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import java.nio.ByteOrder;

/**
 * A line of {@code tcp}, {@code udp}, {@code udplite}, {@code raw}, {@code icmp} or, with addresses of four words, of {@code tcp6} and so
 * on. Numbers are hexadecimal up to {@code retrnsmt}; each word of an address is in network order, and shown as the number
 * it is to the host:
 *
 * <pre>
 *   sl: local_address:port rem_address:port st tx_queue:rx_queue tr:tm-&gt;when retrnsmt uid timeout inode …
 * </pre>
 */
final class ProcNetInetLine extends ProcNetLine {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int TIMER_TIME_WAIT = 3;

    private final boolean ipv4;
    private long high;
    private long low;

    ProcNetInetLine(Protocol protocol, AddressFamily family) {
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
        // Of a listener this file tells how many wait to be accepted, and not how many may.
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
            throw line.fault("st " + Long.toHexString(number) + " is no state");
        }
        return known;
    }
}
