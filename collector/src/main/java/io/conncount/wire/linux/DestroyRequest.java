package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.wire.linux.InetDiag.SockId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Asks the kernel to close one socket: {@code SOCK_DESTROY} (Linux 4.5, with CONFIG_INET_DIAG_DESTROY) with a
 * {@code struct inet_diag_req_v2} as {@link InetDiag} draws it. The kernel looks the socket up by addresses, ports and interface,
 * and closes it only if it has the cookie too: another socket that has taken its place since has another one.
 *
 * <p>The message is reused: it is valid until the next.
 */
public final class DestroyRequest {
    /** {@code SOCK_DESTROY} of {@code linux/sock_diag.h}. */
    static final int TYPE = 21;

    /** {@code INET_DIAG_NOCOOKIE}, twice: the kernel would close whatever is there. */
    static final long ANY_COOKIE = -1;

    /** No socket has it: the kernel counts from 1. */
    private static final long NO_COOKIE = 0;

    private static final int ID_AT = NlMessages.HEADER_BYTES + InetDiag.REQ_V2_STATES_OFFSET + Integer.BYTES;

    private final ByteBuffer message =
            NlMessages.request(TYPE, NlMessages.FLAG_ACK, NlMessages.HEADER_BYTES + InetDiag.REQ_V2_BYTES, 0);
    private final ByteBuffer network = message.duplicate().order(ByteOrder.BIG_ENDIAN);

    /**
     * The request to close this socket.
     *
     * @throws IllegalArgumentException if its cookie is unknown
     */
    public ByteBuffer of(SocketView socket, int sequence) {
        long cookie = socket.number(SocketNumber.COOKIE);
        if (cookie == ANY_COOKIE || cookie == NO_COOKIE || cookie == SocketView.UNKNOWN) {
            throw new IllegalArgumentException("a socket without a cookie could be another one");
        }
        begin(socket.protocol(), socket.family(), sequence);
        network.putShort(ID_AT + SockId.SPORT_OFFSET, (short) socket.localPort());
        network.putShort(ID_AT + SockId.DPORT_OFFSET, (short) socket.remotePort());
        putAddress(SockId.SRC_OFFSET, socket.family(), socket.localAddressHigh(), socket.localAddressLow());
        putAddress(SockId.DST_OFFSET, socket.family(), socket.remoteAddressHigh(), socket.remoteAddressLow());
        message.putInt(ID_AT + SockId.IF_OFFSET, socket.interfaceIndex());
        message.putInt(ID_AT + SockId.COOKIE_OFFSET, (int) cookie);
        message.putInt(ID_AT + SockId.COOKIE_OFFSET + Integer.BYTES, (int) (cookie >>> Integer.SIZE));
        return message.rewind();
    }

    /** A request that names no socket: what the kernel answers shows whether it can close sockets of this protocol. */
    public ByteBuffer ofNone(Protocol protocol, int sequence) {
        begin(protocol, AddressFamily.IPV4, sequence);
        return message.rewind();
    }

    private void begin(Protocol protocol, AddressFamily family, int sequence) {
        for (int i = NlMessages.HEADER_BYTES; i < message.limit(); i++) {
            message.put(i, (byte) 0);
        }
        message.putInt(NlMessages.SEQ_OFFSET, sequence);
        message.put(NlMessages.HEADER_BYTES, (byte) LinuxNumbers.ofFamily(family));
        message.put(
                NlMessages.HEADER_BYTES + InetDiag.REQ_V2_PROTOCOL_OFFSET, (byte) LinuxNumbers.ofProtocol(protocol));
    }

    private void putAddress(int offset, AddressFamily family, long high, long low) {
        if (family == AddressFamily.IPV4) {
            network.putInt(ID_AT + offset, (int) low);
        } else {
            network.putLong(ID_AT + offset, high);
            network.putLong(ID_AT + offset + Long.BYTES, low);
        }
    }
}
