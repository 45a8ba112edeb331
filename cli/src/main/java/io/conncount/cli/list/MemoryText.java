package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.view.TextBuffer;

/** The memory of a socket's buffers, as {@code ss -m} writes it. */
final class MemoryText {
    private static final byte[] SKMEM = ascii(" skmem:(");

    private static final SocketNumber[] NUMBERS = {
        SocketNumber.RMEM_ALLOC,
        SocketNumber.RCVBUF,
        SocketNumber.WMEM_ALLOC,
        SocketNumber.SNDBUF,
        SocketNumber.FWD_ALLOC,
        SocketNumber.WMEM_QUEUED,
        SocketNumber.OPTMEM,
        SocketNumber.BACKLOG,
        SocketNumber.DROPS,
    };
    private static final byte[][] LABELS = {
        ascii("r"),
        ascii(",rb"),
        ascii(",t"),
        ascii(",tb"),
        ascii(",f"),
        ascii(",w"),
        ascii(",o"),
        ascii(",bl"),
        ascii(",d"),
    };

    private MemoryText() {}

    static void write(SocketView socket, TextBuffer out) {
        if (socket.number(SocketNumber.RMEM_ALLOC) == SocketView.UNKNOWN) {
            return;
        }
        out.put(SKMEM);
        for (int i = 0; i < NUMBERS.length; i++) {
            long number = socket.number(NUMBERS[i]);
            if (number != SocketView.UNKNOWN) {
                out.put(LABELS[i]).decimal(number);
            }
        }
        out.put(')');
    }
}
