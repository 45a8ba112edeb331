package io.conncount.wire.linux;

import io.conncount.socket.SocketText;
import io.conncount.wire.AnswerText;
import io.conncount.wire.StructBuffer;

/**
 * What ss says of a packet socket beside its addresses ({@code linux/packet_diag.h}; numbers in the host's byte order):
 *
 * <pre>
 * struct packet_diag_info    4 pdi_version u32    12 pdi_copy_thresh u32    20 pdi_flags u32    24
 * struct packet_diag_ring    0 pdr_block_size u32     4 pdr_block_nr u32       8 pdr_frame_size u32    12 pdr_frame_nr u32
 *                           16 pdr_retire_tmo u32    20 pdr_sizeof_priv u32   24 pdr_features u32      28
 * PACKET_DIAG_FANOUT         u32: the group's number, then its type from bit 16 on
 * struct sock_filter         0 code u16    2 jt u8    3 jf u8    4 k u32    8    linux/filter.h
 * </pre>
 */
final class PacketText {
    static final int VERSION_OFFSET = 4;
    static final int COPY_THRESH_OFFSET = 12;
    static final int FLAGS_OFFSET = 20;
    static final int RING_BYTES = 28;
    static final int RING_FEATURES_OFFSET = 24;
    static final int INSTRUCTION_BYTES = 8;

    /** {@code PDI_*}, from the lowest bit. */
    private static final String[] FLAGS = {"running", " auxdata", " origdev", " vnethdr", " loss"};

    private static final String[] RING = {"blk_size:", ",blk_nr:", ",frm_size:", ",frm_nr:", ",tmo:"};

    /** {@code PACKET_FANOUT_*} of {@code linux/if_packet.h}, from 0 on, as far as ss 6.1 names them. */
    private static final String[] FANOUT_TYPES = {"hash", "lb", "cpu", "roll", "random", "qm"};

    private final StructBuffer structs;
    private final Attributes attributes;
    private final AnswerText text = new AnswerText();

    PacketText(StructBuffer structs, Attributes attributes) {
        this.structs = structs;
        this.attributes = attributes;
    }

    /** Writes a text; its length in bytes, -1 if the kernel did not tell it. */
    int write(SocketText which, byte[] into) {
        int attribute = attribute(which);
        if (attribute < 0 || !attributes.has(attribute)) {
            return -1;
        }
        int at = attributes.valueAt(attribute);
        text.begin(into);
        switch (which) {
            case PACKET_FLAGS -> writeInfo(at);
            case PACKET_FANOUT -> writeFanout(structs.int32(at));
            case PACKET_FILTER -> writeFilter(at, attributes.valueBytes(attribute) / INSTRUCTION_BYTES);
            default -> writeRing(at);
        }
        return text.lengthBytes();
    }

    private static int attribute(SocketText which) {
        return switch (which) {
            case PACKET_FLAGS -> PacketDiag.Message.INFO;
            case PACKET_RX_RING -> PacketDiag.Message.RX_RING;
            case PACKET_TX_RING -> PacketDiag.Message.TX_RING;
            case PACKET_FANOUT -> PacketDiag.Message.FANOUT;
            case PACKET_FILTER -> PacketDiag.Message.FILTER;
            default -> -1;
        };
    }

    private void writeInfo(int at) {
        text.put("ver:").decimal(uint32(at + VERSION_OFFSET));
        text.put(" cpy_thresh:").decimal(uint32(at + COPY_THRESH_OFFSET)).put(" flags( ");
        int flags = structs.int32(at + FLAGS_OFFSET);
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                text.put(FLAGS[bit]);
            }
        }
        text.put(flags == 0 ? "0 )" : " )");
    }

    private void writeRing(int at) {
        for (int i = 0; i < RING.length; i++) {
            text.put(RING[i]).decimal(uint32(at + i * Integer.BYTES));
        }
        text.put(",features:0x").hex(uint32(at + RING_FEATURES_OFFSET));
    }

    private void writeFanout(int fanout) {
        text.put("id:").decimal(fanout & 0xffff).put(",type:");
        int type = fanout >>> Short.SIZE;
        if (type < FANOUT_TYPES.length) {
            text.put(FANOUT_TYPES[type]);
        } else {
            text.put("0x").hex(type);
        }
    }

    private void writeFilter(int filterAt, int instructions) {
        text.put('(').decimal(instructions).put("): ");
        for (int i = 0; i < instructions; i++) {
            int at = filterAt + i * INSTRUCTION_BYTES;
            text.put(" 0x").hex(structs.uint16(at), 2);
            text.put(' ').decimal(structs.uint8(at + 2));
            text.put(' ').decimal(structs.uint8(at + 3));
            text.put(' ').decimal(uint32(at + Integer.BYTES)).put(',');
        }
    }

    private long uint32(int at) {
        return Integer.toUnsignedLong(structs.int32(at));
    }
}
