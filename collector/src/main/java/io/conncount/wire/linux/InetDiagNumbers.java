package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.InetDiagNumbers.Field.Unknown;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Every number that comes in an attribute of an {@link InetDiagMessage}: which attribute, and where in its value. */
final class InetDiagNumbers {
    /**
     * {@code INET_DIAG_SKMEMINFO}: the memory of a socket, {@code SK_MEMINFO_*} of {@code linux/sock_diag.h}, each u32 in the
     * host's byte order.
     *
     * <pre>
     *    0 rmem_alloc   4 rcvbuf   8 wmem_alloc   12 sndbuf   16 fwd_alloc   20 wmem_queued   24 optmem
     *   28 backlog (Linux 3.4)    32 drops (Linux 4.13)      36
     * </pre>
     */
    private static final List<SocketNumber> MEMORY = List.of(
            SocketNumber.RMEM_ALLOC,
            SocketNumber.RCVBUF,
            SocketNumber.WMEM_ALLOC,
            SocketNumber.SNDBUF,
            SocketNumber.FWD_ALLOC,
            SocketNumber.WMEM_QUEUED,
            SocketNumber.OPTMEM,
            SocketNumber.BACKLOG,
            SocketNumber.DROPS);

    private static final int NUMBERS = SocketNumber.values().length;

    /** The attribute's type, by the number's ordinal; {@link InetDiag#NONE} where there is none. */
    private static final int[] ATTRIBUTE = new int[NUMBERS];

    private static final int[] OFFSET = new int[NUMBERS];
    private static final int[] END = new int[NUMBERS];
    /** True for a plain u32 without special values, like most. */
    private static final boolean[] PLAIN = new boolean[NUMBERS];

    private static final int[] BYTES = new int[NUMBERS];
    private static final int[] SHIFT = new int[NUMBERS];
    private static final long[] MASK = new long[NUMBERS];
    private static final int[] FACTOR = new int[NUMBERS];
    /** Larger values, multiplied, would not fit into a long. */
    private static final long[] LARGEST = new long[NUMBERS];

    private static final Unknown[] UNKNOWN = new Unknown[NUMBERS];

    private static final long INFINITE_SSTHRESH = 0x7fff_ffffL;

    static {
        for (Field field : fields()) {
            int at = field.number().ordinal();
            ATTRIBUTE[at] = field.attribute();
            OFFSET[at] = field.offset();
            BYTES[at] = field.bytes();
            END[at] = field.offset() + field.bytes();
            PLAIN[at] = field.isPlain32();
            SHIFT[at] = field.shift();
            MASK[at] = -1L >>> (Long.SIZE - field.bits());
            FACTOR[at] = field.factor();
            LARGEST[at] = Long.MAX_VALUE / field.factor();
            UNKNOWN[at] = field.unknown();
        }
    }

    private InetDiagNumbers() {}

    static List<Field> fields() {
        List<Field> fields = new ArrayList<>(TcpInfo.FIELDS);
        fields.addAll(TcpInfo.CONGESTION_FIELDS);
        fields.addAll(memoryFields());
        fields.add(Field.of(SocketNumber.SHUTDOWN, InetDiag.SHUTDOWN, 0, 1));
        fields.add(Field.of(SocketNumber.V6ONLY, InetDiag.SKV6ONLY, 0, 1));
        fields.add(Field.of(SocketNumber.TOS, InetDiag.TOS, 0, 1));
        fields.add(Field.of(SocketNumber.TCLASS, InetDiag.TCLASS, 0, 1));
        fields.add(Field.of(SocketNumber.CLASS_ID, InetDiag.CLASS_ID, 0, 4));
        // struct inet_diag_sockopt of linux/inet_diag.h (5.10): bit fields, the first of which is the lowest bit here
        // and the
        // highest on other machines.
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            fields.add(Field.of(SocketNumber.INET_OPTIONS, InetDiag.SOCKOPT, 0, 2));
        }
        return fields;
    }

    static List<Field> memoryFields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < MEMORY.size(); i++) {
            fields.add(Field.of(MEMORY.get(i), InetDiag.SKMEMINFO, i * Integer.BYTES, Integer.BYTES));
        }
        return fields;
    }

    /** The attribute a number comes in; {@link InetDiag#NONE} if in none. */
    static int attribute(SocketNumber which) {
        return ATTRIBUTE[which.ordinal()];
    }

    /**
     * The number in an attribute's value, or {@link SocketView#UNKNOWN}: also where the value is too short for it, as an
     * older kernel's is.
     */
    static long read(SocketNumber which, StructBuffer structs, int valueAt, int valueBytes) {
        int index = which.ordinal();
        if (END[index] > valueBytes) {
            return SocketView.UNKNOWN;
        }
        int at = valueAt + OFFSET[index];
        return PLAIN[index] ? Integer.toUnsignedLong(structs.int32(at)) : readOther(index, structs, at);
    }

    private static long readOther(int index, StructBuffer structs, int at) {
        long number = unsigned(structs, at, BYTES[index]) >>> SHIFT[index] & MASK[index];
        if (isUnknown(number, index)) {
            return SocketView.UNKNOWN;
        }
        // A u64 beyond the range of a long is not a measured quantity: it is cut rather than made negative.
        return number < 0 || number > LARGEST[index] ? Long.MAX_VALUE : number * FACTOR[index];
    }

    private static long unsigned(StructBuffer structs, int at, int bytes) {
        return switch (bytes) {
            case 1 -> structs.uint8(at);
            case 2 -> structs.uint16(at);
            case 4 -> Integer.toUnsignedLong(structs.int32(at));
            default -> structs.int64(at);
        };
    }

    private static boolean isUnknown(long number, int index) {
        return switch (UNKNOWN[index]) {
            case NONE -> false;
            case ZERO -> number == 0;
            case ALL_ONES -> number == MASK[index];
            case ZERO_OR_ALL_ONES -> number == 0 || number == MASK[index];
            case INFINITE -> number >= INFINITE_SSTHRESH;
        };
    }

    /**
     * Where a number lies in the value of an attribute.
     *
     * @param bytes its width: 1, 2, 4 or 8
     * @param shift how many lower bits of it belong to something else
     * @param bits how many bits it has
     * @param factor its unit, in the unit of the number
     * @param unknown which of its values mean that the kernel knows nothing
     */
    record Field(
            SocketNumber number,
            int attribute,
            int offset,
            int bytes,
            int shift,
            int bits,
            int factor,
            Unknown unknown) {
        /** A value that means "no value". */
        enum Unknown {
            NONE,
            ZERO,
            ALL_ONES,
            ZERO_OR_ALL_ONES,
            /** {@code TCP_INFINITE_SSTHRESH} of {@code net/tcp.h}, and all above. */
            INFINITE
        }

        /** A whole number of one to eight bytes, every value of which means something. */
        static Field of(SocketNumber number, int attribute, int offset, int bytes) {
            return new Field(number, attribute, offset, bytes, 0, bytes * Byte.SIZE, 1, Unknown.NONE);
        }

        /** The same, in bytes a second: the number is in bits. */
        Field bytesPerSecond() {
            return new Field(number, attribute, offset, bytes, shift, bits, Byte.SIZE, unknown);
        }

        /** The same, for only some bits, above those of another field. */
        Field bits(int from, int count) {
            return new Field(number, attribute, offset, bytes, from, count, factor, unknown);
        }

        /** The same, with values that mean "no value". */
        Field unknown(Unknown values) {
            return new Field(number, attribute, offset, bytes, shift, bits, factor, values);
        }

        /** True for a u32 every value of which means what it says. */
        boolean isPlain32() {
            return bits == Integer.SIZE && shift == 0 && factor == 1 && unknown == Unknown.NONE;
        }
    }
}
