package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The table of packet sockets, which see frames as they come over the wire.
 *
 * <p>Requests ({@code linux/packet_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct packet_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 pdiag_ino u32    8 pdiag_show u32    12 pdiag_cookie u32[2]    20
 * </pre>
 *
 * <p>There are never many, so all but {@link Detail#EXTENDED} is always requested.
 */
final class PacketDiag implements DiagTable {
    static final int REQ_FAMILY_OFFSET = 0;
    static final int REQ_SHOW_OFFSET = REQ_FAMILY_OFFSET + 8;
    static final int REQ_BYTES = REQ_SHOW_OFFSET + 12;

    /** Brings the owner, too. */
    static final int SHOW_INFO = 0x01;

    static final int SHOW_RING_CFG = 0x04;
    static final int SHOW_FANOUT = 0x08;
    static final int SHOW_MEMINFO = 0x10;
    static final int SHOW_FILTER = 0x20;

    @Override
    public boolean choosesStates() {
        return false;
    }

    @Override
    public String module() {
        return "af_packet_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(DiagTable.TYPE_BY_FAMILY, at + REQ_BYTES, sequence);
        message.put(at + REQ_FAMILY_OFFSET, (byte) LinuxNumbers.AF_PACKET);
        message.putInt(at + REQ_SHOW_OFFSET, show(details));
        return message.rewind();
    }

    private static int show(Set<Detail> details) {
        int show = SHOW_INFO | SHOW_MEMINFO;
        return details.contains(Detail.EXTENDED) ? show | SHOW_RING_CFG | SHOW_FANOUT | SHOW_FILTER : show;
    }

    @Override
    public View view(StructBuffer structs) {
        return new Message(structs);
    }

    /**
     * One packet socket, read in place ({@code linux/packet_diag.h}; numbers in the host's byte order, the protocol too), with
     * {@link Attributes} behind it:
     *
     * <pre>
     * struct packet_diag_msg
     *    0 pdiag_family u8    1 pdiag_type u8    2 pdiag_num u16    4 pdiag_ino u32    8 pdiag_cookie u32[2]    16
     * PACKET_DIAG_INFO        struct packet_diag_info    0 pdi_index u32, the interface, 0 for all    …    24
     * PACKET_DIAG_UID         u32
     * PACKET_DIAG_MEMINFO     u32[], SK_MEMINFO_*
     * </pre>
     *
     * <p>For others see {@link PacketText}.
     */
    static final class Message extends NonInetDiagMessage {
        static final int BYTES = 16;
        static final int NUM_OFFSET = TYPE_OFFSET + 1;
        static final int INO_OFFSET = NUM_OFFSET + 2;
        static final int COOKIE_OFFSET = INO_OFFSET + 4;

        static final int INFO = 0;
        static final int RX_RING = 2;
        static final int TX_RING = 3;
        static final int FANOUT = 4;
        static final int UID = 5;
        static final int MEMINFO = 6;
        static final int FILTER = 7;

        static final int INFO_INDEX_OFFSET = 0;
        static final int INFO_BYTES = 24;

        private final PacketText text;

        /** A view of messages in this buffer. */
        Message(StructBuffer structs) {
            super(Protocol.PACKET, AddressFamily.PACKET, "packet_diag_msg", BYTES, FILTER, structs);
            text = new PacketText(structs, attributes);
        }

        @Override
        void check() throws DecodeException {
            // The type is 0, and the kernel puts it first: elsewhere it is a message that a wrong nlmsg_len has
            // swallowed.
            if (attributes.has(INFO) && !isFirst(INFO)) {
                throw attributes.fault(INFO, "PACKET_DIAG_INFO follows other attributes");
            }
            attributes.require(INFO, "PACKET_DIAG_INFO", INFO_BYTES);
            attributes.require(UID, "PACKET_DIAG_UID", Integer.BYTES);
            attributes.require(MEMINFO, "PACKET_DIAG_MEMINFO", MEMINFO_BYTES_MIN);
            attributes.require(RX_RING, "PACKET_DIAG_RX_RING", PacketText.RING_BYTES);
            attributes.require(TX_RING, "PACKET_DIAG_TX_RING", PacketText.RING_BYTES);
            attributes.require(FANOUT, "PACKET_DIAG_FANOUT", Integer.BYTES);
        }

        @Override
        public int localPort() {
            return uint16(NUM_OFFSET);
        }

        @Override
        public int interfaceIndex() {
            return attributes.has(INFO) ? structs.int32(attributes.valueAt(INFO) + INFO_INDEX_OFFSET) : 0;
        }

        @Override
        public int text(SocketText which, byte[] into) {
            return text.write(which, into);
        }

        @Override
        public long number(SocketNumber which) {
            return switch (which) {
                case RECVQ -> unsigned(MEMINFO, MEMINFO_RMEM_ALLOC_OFFSET);
                case SENDQ -> unsigned(MEMINFO, MEMINFO_WMEM_ALLOC_OFFSET);
                case UID -> unsigned(UID, 0);
                case INODE -> unsigned(INO_OFFSET);
                case COOKIE -> cookie(COOKIE_OFFSET);
                default -> memory(which, MEMINFO);
            };
        }
    }
}
