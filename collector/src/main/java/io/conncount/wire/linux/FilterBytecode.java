package io.conncount.wire.linux;

import io.conncount.socket.PortBox;
import java.nio.ByteBuffer;

/**
 * The filter language of inet_diag, which the kernel runs over each socket before it copies anything
 * ({@code linux/inet_diag.h}, {@code INET_DIAG_REQ_BYTECODE}):
 *
 * <pre>
 * struct inet_diag_bc_op     0 code u8    1 yes u8    2 no u16    4
 * </pre>
 *
 * <p>An operation jumps forward by {@code yes} or {@code no} bytes. A program that is left at its end accepts the
 * socket; one that is left four bytes behind its end rejects it. A port comparison takes two operations: the port
 * stands in {@code no} of the second. {@code JMP} takes its {@code no}, always; its {@code yes} is for the kernel's check,
 * which goes through the program by {@code yes} alone and refuses jumps to where it has not been.
 */
final class FilterBytecode {
    static final int OP_BYTES = 4;
    static final int JUMP = 1;
    static final int SOURCE_GE = 2;
    static final int SOURCE_LE = 3;
    static final int DESTINATION_GE = 4;
    static final int DESTINATION_LE = 5;

    private static final int COMPARISON_BYTES = 2 * OP_BYTES;
    private static final int EITHER_BYTES = COMPARISON_BYTES + OP_BYTES + COMPARISON_BYTES;

    private FilterBytecode() {}

    /** The length of the program for these ports; 0 if every socket is in the box. */
    static int lengthBytes(PortBox box) {
        int comparisons = 0;
        comparisons += box.localMin() > 0 ? 1 : 0;
        comparisons += box.localMax() < PortBox.PORT_MAX ? 1 : 0;
        comparisons += box.remoteMin() > 0 ? 1 : 0;
        comparisons += box.remoteMax() < PortBox.PORT_MAX ? 1 : 0;
        return comparisons * COMPARISON_BYTES + (box.largerMin() > 0 ? EITHER_BYTES : 0);
    }

    /** Puts the program that accepts the sockets in the box at the buffer's position; the order is the host's. */
    static void put(ByteBuffer buffer, PortBox box) {
        int end = buffer.position() + lengthBytes(box);
        if (box.localMin() > 0) {
            putComparison(buffer, SOURCE_GE, box.localMin(), end);
        }
        if (box.localMax() < PortBox.PORT_MAX) {
            putComparison(buffer, SOURCE_LE, box.localMax(), end);
        }
        if (box.remoteMin() > 0) {
            putComparison(buffer, DESTINATION_GE, box.remoteMin(), end);
        }
        if (box.remoteMax() < PortBox.PORT_MAX) {
            putComparison(buffer, DESTINATION_LE, box.remoteMax(), end);
        }
        if (box.largerMin() > 0) {
            putEitherAtLeast(buffer, box.largerMin(), end);
        }
    }

    /** The source port, or else the destination port. */
    private static void putEitherAtLeast(ByteBuffer buffer, int port, int end) {
        putOperation(buffer, SOURCE_GE, COMPARISON_BYTES, COMPARISON_BYTES + OP_BYTES);
        putOperation(buffer, 0, 0, port);
        putOperation(buffer, JUMP, OP_BYTES, OP_BYTES + COMPARISON_BYTES);
        putComparison(buffer, DESTINATION_GE, port, end);
    }

    /** Goes on if the comparison holds, else rejects. */
    private static void putComparison(ByteBuffer buffer, int code, int port, int end) {
        int rejectBytes = end - buffer.position() + OP_BYTES;
        putOperation(buffer, code, COMPARISON_BYTES, rejectBytes);
        putOperation(buffer, 0, 0, port);
    }

    private static void putOperation(ByteBuffer buffer, int code, int yesBytes, int no) {
        buffer.put((byte) code).put((byte) yesBytes).putShort((short) no);
    }
}
