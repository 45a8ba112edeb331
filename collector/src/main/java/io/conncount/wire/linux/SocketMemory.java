package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code INET_DIAG_SKMEMINFO}: the memory of a socket, {@code SK_MEMINFO_*} of {@code linux/sock_diag.h}, each u32 in the
 * host's byte order.
 *
 * <pre>
 *    0 rmem_alloc   4 rcvbuf   8 wmem_alloc   12 sndbuf   16 fwd_alloc   20 wmem_queued   24 optmem
 *   28 backlog (Linux 3.4)    32 drops (Linux 4.13)      36
 * </pre>
 */
final class SocketMemory {
    /** The numbers in the order of {@code SK_MEMINFO_*}. */
    static final List<SocketNumber> NUMBERS = List.of(
            SocketNumber.RMEM_ALLOC,
            SocketNumber.RCVBUF,
            SocketNumber.WMEM_ALLOC,
            SocketNumber.SNDBUF,
            SocketNumber.FWD_ALLOC,
            SocketNumber.WMEM_QUEUED,
            SocketNumber.OPTMEM,
            SocketNumber.BACKLOG,
            SocketNumber.DROPS);

    static final List<AttributeField> FIELDS = fields();

    private SocketMemory() {}

    private static List<AttributeField> fields() {
        List<AttributeField> fields = new ArrayList<>();
        for (int i = 0; i < NUMBERS.size(); i++) {
            fields.add(
                    AttributeField.of(NUMBERS.get(i), InetDiagExtension.SKMEMINFO, i * Integer.BYTES, Integer.BYTES));
        }
        return fields;
    }
}
