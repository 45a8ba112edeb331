package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * A line of {@code netlink}. {@code Eth} is the netlink protocol, which stands as the local address, and {@code Pid} the
 * port. The owner is not told.
 *
 * <pre>
 *   sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
 * </pre>
 */
final class ProcNetNetlinkLine extends ProcNetLine {
    ProcNetNetlinkLine() {
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
