package io.conncount.wire.linux;

import io.conncount.wire.AnswerText;
import io.conncount.wire.StructBuffer;

/**
 * What MPTCP knows of a connection, {@code INET_DIAG_INFO} of its table ({@code linux/mptcp.h}, Linux 5.9; numbers in the host's
 * byte order):
 *
 * <pre>
 * struct mptcp_info
 *    0 subflows u8          1 add_addr_signal u8        2 add_addr_accepted u8
 *    3 subflows_max u8      4 add_addr_signal_max u8    5 add_addr_accepted_max u8
 *    8 flags u32           12 token u32                16 write_seq u64    24 snd_una u64    32 rcv_nxt u64    40
 * </pre>
 */
final class MptcpInfo {
    static final int FLAGS_OFFSET = 8;
    static final int TOKEN_OFFSET = FLAGS_OFFSET + 4;
    static final int WRITE_SEQ_OFFSET = TOKEN_OFFSET + 4;
    static final int SND_UNA_OFFSET = WRITE_SEQ_OFFSET + 8;
    static final int RCV_NXT_OFFSET = SND_UNA_OFFSET + 8;
    static final int BYTES = RCV_NXT_OFFSET + 8;

    static final int FLAG_FALLBACK = 1;
    static final int FLAG_REMOTE_KEY_RECEIVED = 2;

    private static final String[] COUNTS = {
        "subflows:",
        "add_addr_signal:",
        "add_addr_accepted:",
        "subflows_max:",
        "add_addr_signal_max:",
        "add_addr_accepted_max:",
    };

    private final StructBuffer structs;
    private final AnswerText text = new AnswerText();

    MptcpInfo(StructBuffer structs) {
        this.structs = structs;
    }

    /** Writes what is not 0, as ss does; its length in bytes, -1 if the value is too short. */
    int text(int at, int bytes, byte[] into) {
        if (bytes < BYTES) {
            return -1;
        }
        text.begin(into);
        for (int i = 0; i < COUNTS.length; i++) {
            int count = structs.uint8(at + i);
            if (count > 0) {
                text.word(COUNTS[i]).decimal(count);
            }
        }
        int flags = structs.int32(at + FLAGS_OFFSET);
        if ((flags & FLAG_FALLBACK) != 0) {
            text.word("fallback");
        }
        if ((flags & FLAG_REMOTE_KEY_RECEIVED) != 0) {
            text.word("remote_key");
        }
        writeHex("token:", Integer.toUnsignedLong(structs.int32(at + TOKEN_OFFSET)));
        writeHex("write_seq:", structs.int64(at + WRITE_SEQ_OFFSET));
        writeHex("snd_una:", structs.int64(at + SND_UNA_OFFSET));
        writeHex("rcv_nxt:", structs.int64(at + RCV_NXT_OFFSET));
        return text.lengthBytes();
    }

    private void writeHex(String label, long number) {
        if (number != 0) {
            text.word(label).hex(number);
        }
    }
}
