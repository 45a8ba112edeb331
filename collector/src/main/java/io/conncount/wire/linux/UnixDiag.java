package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.TcpState;
import io.conncount.wire.AnswerText;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The table of UNIX sockets.
 *
 * <p>Requests ({@code linux/unix_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct unix_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 udiag_states u32    8 udiag_ino u32
 *   12 udiag_show u32    16 udiag_cookie u32[2]              24
 * </pre>
 *
 * <p>Queues and owner are always requested, because other tables always report them: 20 bytes per socket.
 */
final class UnixDiag implements DiagTable {
    static final int REQ_FAMILY_OFFSET = 0;
    static final int REQ_STATES_OFFSET = REQ_FAMILY_OFFSET + 4;
    static final int REQ_SHOW_OFFSET = REQ_STATES_OFFSET + 8;
    static final int REQ_BYTES = REQ_SHOW_OFFSET + 12;

    static final int SHOW_NAME = 0x01;
    static final int SHOW_VFS = 0x02;
    static final int SHOW_PEER = 0x04;
    static final int SHOW_ICONS = 0x08;
    static final int SHOW_RQLEN = 0x10;
    static final int SHOW_MEMINFO = 0x20;
    /** Linux 5.3; older kernels leave the owner out. */
    static final int SHOW_UID = 0x40;

    @Override
    public boolean choosesStates() {
        return true;
    }

    @Override
    public String module() {
        return "unix_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(DiagTable.TYPE_BY_FAMILY, at + REQ_BYTES, sequence);
        message.put(at + REQ_FAMILY_OFFSET, (byte) LinuxNumbers.AF_UNIX);
        message.putInt(at + REQ_STATES_OFFSET, LinuxTcpState.mask(states));
        message.putInt(at + REQ_SHOW_OFFSET, show(details));
        return message.rewind();
    }

    @Override
    public View view(StructBuffer structs) {
        return new Message(structs);
    }

    private static int show(Set<Detail> details) {
        int show = SHOW_RQLEN | SHOW_UID;
        if (details.contains(Detail.UNIX_NAMES)) {
            show |= SHOW_NAME | SHOW_PEER;
        }
        show |= details.contains(Detail.EXTENDED) ? SHOW_VFS | SHOW_ICONS : 0;
        return details.contains(Detail.MEMORY) ? show | SHOW_MEMINFO : show;
    }

    /**
     * One UNIX socket, read in place ({@code linux/unix_diag.h}; numbers in the host's byte order), with {@link Attributes}
     * behind it:
     *
     * <pre>
     * struct unix_diag_msg
     *    0 udiag_family u8    1 udiag_type u8    2 udiag_state u8    3 pad u8    4 udiag_ino u32    8 udiag_cookie u32[2]    16
     * UNIX_DIAG_NAME          a path, and a zero byte; or an abstract name, which begins with a zero byte; only if it has one
     * UNIX_DIAG_VFS           struct unix_diag_vfs    0 udiag_vfs_ino u32    4 udiag_vfs_dev u32; only if its name is a path
     * UNIX_DIAG_PEER          u32, the inode of the socket at the other end; only if it has one
     * UNIX_DIAG_ICONS         u32[], the inodes of those in the accept queue; only if it listens
     * UNIX_DIAG_RQLEN         struct unix_diag_rqlen    0 udiag_rqueue u32    4 udiag_wqueue u32
     * UNIX_DIAG_MEMINFO       u32[], SK_MEMINFO_*
     * UNIX_DIAG_SHUTDOWN      u8
     * UNIX_DIAG_UID           u32
     * </pre>
     */
    static final class Message extends NonInetDiagMessage {
        static final int BYTES = 16;
        static final int STATE_OFFSET = TYPE_OFFSET + 1;
        static final int INO_OFFSET = STATE_OFFSET + 2;
        static final int COOKIE_OFFSET = INO_OFFSET + 4;

        static final int NAME = 0;
        static final int VFS = 1;
        static final int PEER = 2;
        static final int ICONS = 3;
        static final int RQLEN = 4;
        static final int MEMINFO = 5;
        static final int SHUTDOWN = 6;
        static final int UID = 7;

        static final int RQLEN_RQUEUE_OFFSET = 0;
        static final int RQLEN_WQUEUE_OFFSET = RQLEN_RQUEUE_OFFSET + 4;
        static final int RQLEN_BYTES = RQLEN_WQUEUE_OFFSET + 4;

        static final int VFS_INO_OFFSET = 0;
        static final int VFS_DEV_OFFSET = VFS_INO_OFFSET + 4;
        static final int VFS_BYTES = VFS_DEV_OFFSET + 4;

        /** {@code UNIX_PATH_MAX} of {@code linux/un.h}, and the zero byte that the kernel puts behind a path of that length. */
        private static final int NAME_BYTES_MAX = 108 + 1;

        private final AnswerText waiting = new AnswerText();
        private TcpState state;

        /** A view of messages in this buffer. */
        Message(StructBuffer structs) {
            super(Protocol.UNIX, AddressFamily.UNIX, "unix_diag_msg", BYTES, UID, structs);
        }

        @Override
        void check() throws DecodeException {
            int stateNumber = uint8(STATE_OFFSET);
            state = LinuxTcpState.of(stateNumber);
            if (state == null) {
                throw fault("udiag_state " + stateNumber + " is not a requested state");
            }
            // The type is 0, and the kernel puts it first: elsewhere it is a message that a wrong nlmsg_len has
            // swallowed.
            if (attributes.has(NAME) && !isFirst(NAME)) {
                throw attributes.fault(NAME, "UNIX_DIAG_NAME follows other attributes");
            }
            if (attributes.has(NAME) && attributes.valueBytes(NAME) > NAME_BYTES_MAX) {
                throw attributes.fault(
                        NAME,
                        "UNIX_DIAG_NAME has " + attributes.valueBytes(NAME) + " bytes, at most " + NAME_BYTES_MAX);
            }
            attributes.require(VFS, "UNIX_DIAG_VFS", VFS_BYTES);
            attributes.require(SHUTDOWN, "UNIX_DIAG_SHUTDOWN", 1);
            attributes.require(PEER, "UNIX_DIAG_PEER", Integer.BYTES);
            attributes.require(RQLEN, "UNIX_DIAG_RQLEN", RQLEN_BYTES);
            attributes.require(UID, "UNIX_DIAG_UID", Integer.BYTES);
        }

        @Override
        public TcpState state() {
            return state;
        }

        @Override
        public long localAddressLow() {
            return unsigned(INO_OFFSET);
        }

        @Override
        public long remoteAddressLow() {
            return attributes.has(PEER) ? unsigned(PEER, 0) : 0;
        }

        @Override
        public long number(SocketNumber which) {
            return switch (which) {
                case RECVQ -> unsigned(RQLEN, RQLEN_RQUEUE_OFFSET);
                case SENDQ -> unsigned(RQLEN, RQLEN_WQUEUE_OFFSET);
                case UID -> unsigned(UID, 0);
                case INODE -> unsigned(INO_OFFSET);
                case PEER_INODE -> unsigned(PEER, 0);
                case VFS_INODE -> unsigned(VFS, VFS_INO_OFFSET);
                case VFS_DEVICE -> unsigned(VFS, VFS_DEV_OFFSET);
                case SHUTDOWN -> attributes.has(SHUTDOWN) ? structs.uint8(attributes.valueAt(SHUTDOWN)) : UNKNOWN;
                case COOKIE -> cookie(COOKIE_OFFSET);
                default -> memory(which, MEMINFO);
            };
        }

        @Override
        public int text(SocketText which, byte[] into) {
            return switch (which) {
                case UNIX_NAME -> name(into);
                case UNIX_WAITING -> waiting(into);
                default -> -1;
            };
        }

        private int name(byte[] into) {
            if (!attributes.has(NAME)) {
                return -1;
            }
            int nameAt = attributes.valueAt(NAME);
            int lengthBytes = attributes.valueBytes(NAME);
            boolean path = lengthBytes > 0 && structs.uint8(nameAt) != 0;
            if (path && structs.uint8(nameAt + lengthBytes - 1) == 0) {
                lengthBytes--;
            }
            for (int i = 0; i < Math.min(lengthBytes, into.length); i++) {
                into[i] = (byte) structs.uint8(nameAt + i);
            }
            return lengthBytes;
        }

        private int waiting(byte[] into) {
            if (!attributes.has(ICONS)) {
                return -1;
            }
            waiting.begin(into);
            for (int offset = 0; offset + Integer.BYTES <= attributes.valueBytes(ICONS); offset += Integer.BYTES) {
                waiting.word("").decimal(unsigned(ICONS, offset));
            }
            return waiting.lengthBytes();
        }
    }
}
