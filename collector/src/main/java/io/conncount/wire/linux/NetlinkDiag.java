package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The table of netlink sockets, the kernel's own included, and the one that asks.
 *
 * <p>Requests ({@code linux/netlink_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct netlink_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 ndiag_ino u32    8 ndiag_show u32    12 ndiag_cookie u32[2]    20
 * </pre>
 *
 * <p>There are never many, so all details are always requested.
 */
final class NetlinkDiag implements DiagTable {
    static final int REQ_FAMILY_OFFSET = 0;
    static final int REQ_PROTOCOL_OFFSET = REQ_FAMILY_OFFSET + 1;
    static final int REQ_SHOW_OFFSET = REQ_FAMILY_OFFSET + 8;
    static final int REQ_BYTES = REQ_SHOW_OFFSET + 12;

    static final int PROTOCOL_ALL = 0xff;
    static final int SHOW_MEMINFO = 0x01;
    static final int SHOW_GROUPS = 0x02;

    @Override
    public boolean choosesStates() {
        return false;
    }

    @Override
    public String module() {
        return "netlink_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(DiagTable.TYPE_BY_FAMILY, at + REQ_BYTES, sequence);
        message.put(at + REQ_FAMILY_OFFSET, (byte) LinuxNumbers.AF_NETLINK);
        message.put(at + REQ_PROTOCOL_OFFSET, (byte) PROTOCOL_ALL);
        message.putInt(at + REQ_SHOW_OFFSET, SHOW_MEMINFO | SHOW_GROUPS);
        return message.rewind();
    }

    @Override
    public View view(StructBuffer structs) {
        return new Message(structs);
    }

    /**
     * One netlink socket, read in place ({@code linux/netlink_diag.h}; numbers in the host's byte order), with
     * {@link Attributes} behind it:
     *
     * <pre>
     * struct netlink_diag_msg
     *    0 ndiag_family u8          1 ndiag_type u8         2 ndiag_protocol u8    3 ndiag_state u8         4 ndiag_portid u32
     *    8 ndiag_dst_portid u32    12 ndiag_dst_group u32  16 ndiag_ino u32       20 ndiag_cookie u32[2]   28
     * NETLINK_DIAG_MEMINFO    u32[], SK_MEMINFO_*
     * NETLINK_DIAG_GROUPS     unsigned long[], a bit a group; only if the socket may have some
     * </pre>
     *
     * <p>{@code ndiag_state} is not read: ss shows every netlink socket as unconnected, whatever peer it has.
     */
    static final class Message extends NonInetDiagMessage {
        static final int BYTES = 28;
        static final int PROTOCOL_OFFSET = TYPE_OFFSET + 1;
        static final int PORTID_OFFSET = PROTOCOL_OFFSET + 2;
        static final int DST_PORTID_OFFSET = PORTID_OFFSET + 4;
        static final int INO_OFFSET = DST_PORTID_OFFSET + 8;
        static final int COOKIE_OFFSET = INO_OFFSET + 4;

        static final int MEMINFO = 0;
        static final int GROUPS = 1;

        /** A view of messages in this buffer. */
        Message(StructBuffer structs) {
            super(Protocol.NETLINK, AddressFamily.NETLINK, "netlink_diag_msg", BYTES, GROUPS, structs);
        }

        @Override
        void check() throws DecodeException {
            attributes.require(MEMINFO, "NETLINK_DIAG_MEMINFO", MEMINFO_BYTES_MIN);
            attributes.require(GROUPS, "NETLINK_DIAG_GROUPS", Integer.BYTES);
        }

        @Override
        public int localPort() {
            return int32(PORTID_OFFSET);
        }

        @Override
        public int remotePort() {
            return int32(DST_PORTID_OFFSET);
        }

        @Override
        public long localAddressLow() {
            return uint8(PROTOCOL_OFFSET);
        }

        @Override
        public long number(SocketNumber which) {
            return switch (which) {
                case RECVQ -> unsigned(MEMINFO, MEMINFO_RMEM_ALLOC_OFFSET);
                case SENDQ -> unsigned(MEMINFO, MEMINFO_WMEM_ALLOC_OFFSET);
                case INODE -> unsigned(INO_OFFSET);
                case COOKIE -> cookie(COOKIE_OFFSET);
                case GROUPS -> groups();
                default -> memory(which, MEMINFO);
            };
        }

        private long groups() {
            if (!attributes.has(GROUPS)) {
                return 0;
            }
            int at = attributes.valueAt(GROUPS);
            return attributes.valueBytes(GROUPS) < Long.BYTES
                    ? Integer.toUnsignedLong(structs.int32(at))
                    : structs.int64(at);
        }
    }
}
