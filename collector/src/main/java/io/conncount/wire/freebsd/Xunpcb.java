package io.conncount.wire.freebsd;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * A row of {@code net.local.{stream,dgram,seqpacket}.pcblist} ({@code sys/unpcb.h}; numbers in the host's byte order):
 *
 * <pre>
 * struct xunpcb
 *    0 xu_len u64, 904        8 xu_unpp u64, the kernel's address of it     16 unp_vnode u64   24 unp_conn u64, the peer's
 *   32 xu_firstref u64       40 xu_nextref u64     48 unp_gencnt u64        56 spare, 96 bytes
 *  152 xu_addr, 256 bytes: sun_len u8, sun_family u8, sun_path of 104 chars
 *  408 xu_caddr, the same of the peer             664 xu_socket, an {@link Xsocket}                              904
 * </pre>
 *
 * <p>The addresses that the kernel has for the two ends stand where Linux has inode numbers: both name a socket and its peer.
 */
public final class Xunpcb extends PcbRow {
    /** {@code sizeof(struct xunpcb)}. */
    public static final int BYTES = 904;

    static final int LEN_OFFSET = 0;
    static final int UNPP_OFFSET = LEN_OFFSET + Long.BYTES;
    static final int VNODE_OFFSET = UNPP_OFFSET + Long.BYTES;
    static final int CONN_OFFSET = VNODE_OFFSET + Long.BYTES;
    static final int FIRSTREF_OFFSET = CONN_OFFSET + Long.BYTES;
    static final int NEXTREF_OFFSET = FIRSTREF_OFFSET + Long.BYTES;
    static final int GENCNT_OFFSET = NEXTREF_OFFSET + Long.BYTES;
    static final int ADDR_OFFSET = 152;
    static final int PATH_OFFSET = ADDR_OFFSET + 2;
    static final int PATH_BYTES = 104;
    static final int CADDR_OFFSET = ADDR_OFFSET + 256;
    static final int PEER_PATH_OFFSET = CADDR_OFFSET + 2;
    static final int SOCKET_OFFSET = CADDR_OFFSET + 256;

    private SocketType type;

    Xunpcb(RecordReader row) {
        super(row, SOCKET_OFFSET);
    }

    @Override
    void check() throws DecodeException {
        checkSocket();
        type = switch (typeNumber()) {
            case Xsocket.TYPE_STREAM -> SocketType.STREAM;
            case Xsocket.TYPE_DGRAM -> SocketType.DGRAM;
            case Xsocket.TYPE_SEQPACKET -> SocketType.SEQPACKET;
            default -> throw row.refused("so_type is " + typeNumber() + ", which is not a type of UNIX socket");
        };
    }

    @Override
    public Protocol protocol() {
        return Protocol.UNIX;
    }

    @Override
    public SocketType type() {
        return type;
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.UNIX;
    }

    @Override
    public TcpState state() {
        if (listens()) {
            return TcpState.LISTEN;
        }
        return connected() ? TcpState.ESTABLISHED : TcpState.CLOSE;
    }

    @Override
    public long localAddressLow() {
        return structs.int64(UNPP_OFFSET);
    }

    @Override
    public long remoteAddressLow() {
        return structs.int64(CONN_OFFSET);
    }

    @Override
    long generation() {
        return structs.int64(GENCNT_OFFSET);
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return switch (which) {
            case UNIX_NAME -> cString(PATH_OFFSET, PATH_BYTES, into);
            case UNIX_PEER_NAME -> cString(PEER_PATH_OFFSET, PATH_BYTES, into);
            case UNIX_REFERENCES -> references(into);
            default -> -1;
        };
    }

    private int references(byte[] into) {
        answer.begin(into).address(structs.int64(VNODE_OFFSET)).put(' ');
        answer.address(structs.int64(CONN_OFFSET)).put(' ');
        answer.address(structs.int64(FIRSTREF_OFFSET)).put(' ');
        return answer.address(structs.int64(NEXTREF_OFFSET)).lengthBytes();
    }

    @Override
    public int matchText(SocketText which, byte[] other) {
        return which == SocketText.UNIX_NAME ? matchCString(PATH_OFFSET, PATH_BYTES, other) : -1;
    }
}
