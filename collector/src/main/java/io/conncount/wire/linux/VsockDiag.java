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
 * The table of sockets between virtual machines.
 *
 * <p>Requests ({@code linux/vm_sockets_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct vsock_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 vdiag_states u32    8 vdiag_ino u32
 *   12 vdiag_show u32    16 vdiag_cookie u32[2]              24
 * </pre>
 */
final class VsockDiag implements DiagTable {
    static final int REQ_FAMILY_OFFSET = 0;
    static final int REQ_STATES_OFFSET = REQ_FAMILY_OFFSET + 4;
    static final int REQ_BYTES = REQ_STATES_OFFSET + 20;

    @Override
    public boolean choosesStates() {
        return true;
    }

    @Override
    public String module() {
        return "vsock_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(DiagTable.TYPE_BY_FAMILY, at + REQ_BYTES, sequence);
        message.put(at + REQ_FAMILY_OFFSET, (byte) LinuxNumbers.AF_VSOCK);
        message.putInt(at + REQ_STATES_OFFSET, LinuxTcpState.mask(states));
        return message.rewind();
    }

    @Override
    public View view(StructBuffer structs) {
        return new Message(structs);
    }

    /**
     * One socket between virtual machines, read in place ({@code linux/vm_sockets_diag.h}; numbers in the host's byte order):
     *
     * <pre>
     * struct vsock_diag_msg
     *    0 vdiag_family u8       1 vdiag_type u8         2 vdiag_state u8       3 vdiag_shutdown u8
     *    4 vdiag_src_cid u32     8 vdiag_src_port u32   12 vdiag_dst_cid u32   16 vdiag_dst_port u32
     *   20 vdiag_ino u32        24 vdiag_cookie u32[2]  32
     * </pre>
     */
    static final class Message extends NonInetDiagMessage {
        static final int BYTES = 32;
        static final int STATE_OFFSET = TYPE_OFFSET + 1;
        static final int SRC_CID_OFFSET = STATE_OFFSET + 2;
        static final int SRC_PORT_OFFSET = SRC_CID_OFFSET + 4;
        static final int DST_CID_OFFSET = SRC_PORT_OFFSET + 4;
        static final int DST_PORT_OFFSET = DST_CID_OFFSET + 4;
        static final int INO_OFFSET = DST_PORT_OFFSET + 4;
        static final int COOKIE_OFFSET = INO_OFFSET + 4;

        private TcpState state;

        /** A view of messages in this buffer. */
        Message(StructBuffer structs) {
            super(Protocol.VSOCK, AddressFamily.VSOCK, "vsock_diag_msg", BYTES, 0, structs);
        }

        @Override
        void check() throws DecodeException {
            int stateNumber = uint8(STATE_OFFSET);
            state = LinuxTcpState.of(stateNumber);
            if (state == null) {
                throw fault("vdiag_state " + stateNumber + " is not a requested state");
            }
            // None is known; but a message that a wrong nlmsg_len has swallowed looks like one of type 0.
            if (attributes.has(0)) {
                throw attributes.fault(0, "rta_type 0 was not asked for");
            }
        }

        @Override
        public TcpState state() {
            return state;
        }

        @Override
        public int localPort() {
            return int32(SRC_PORT_OFFSET);
        }

        @Override
        public int remotePort() {
            return int32(DST_PORT_OFFSET);
        }

        @Override
        public long localAddressLow() {
            return unsigned(SRC_CID_OFFSET);
        }

        @Override
        public long remoteAddressLow() {
            return unsigned(DST_CID_OFFSET);
        }

        @Override
        public long number(SocketNumber which) {
            return switch (which) {
                case INODE -> unsigned(INO_OFFSET);
                case COOKIE -> cookie(COOKIE_OFFSET);
                default -> UNKNOWN;
            };
        }
    }
}
