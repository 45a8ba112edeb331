package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * A line of {@code packet}. {@code Proto}, which stands as the local port, is hexadecimal.
 *
 * <pre>
 *   sk RefCnt Type Proto Iface R Rmem User Inode
 * </pre>
 */
final class ProcNetPacketLine extends ProcNetLine {
    private static final int SOCK_DGRAM = 2;

    ProcNetPacketLine() {
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
