package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * A line of {@code unix}. Numbers are hexadecimal, but for the inode; there is no path where there is no name, and the one
 * of an abstract name has an at sign in place of each zero byte. The name is written as it is, so that it may hold newlines.
 * The owner is not told.
 *
 * <pre>
 *   Num: RefCount Protocol Flags Type St Inode Path
 * </pre>
 */
final class ProcNetUnixLine extends ProcNetLine {
    /** {@code __SO_ACCEPTCON} of {@code linux/net.h}: it listens. */
    private static final int FLAG_ACCEPTING = 1 << 16;
    // enum socket_state of linux/net.h; 2 is what the kernel makes of a connection that nobody has accepted yet.
    private static final int SS_CONNECTING = 2;
    private static final int SS_CONNECTED = 3;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;

    private byte[] text;
    private int nameAt;
    private int nameEnd;

    ProcNetUnixLine() {
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
        throw line.fault("Type " + number + " is none of a UNIX socket");
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
