package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.wire.Words;
import io.conncount.wire.linux.AttributeField.Unknown;
import java.util.ArrayList;
import java.util.List;

/** Every number that comes in an attribute of an {@link InetDiagMessage}: which attribute, and where in its value. */
final class InetDiagNumbers {
    private static final int NUMBERS = SocketNumber.values().length;

    /** The attribute's type, by the number's ordinal; {@link InetDiagExtension#NONE} where there is none. */
    private static final int[] ATTRIBUTE = new int[NUMBERS];

    private static final int[] OFFSET = new int[NUMBERS];
    private static final int[] END = new int[NUMBERS];
    /** True for a u32 all of whose values mean what they say, as most are. */
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
        for (AttributeField field : fields()) {
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

    static List<AttributeField> fields() {
        List<AttributeField> fields = new ArrayList<>(TcpInfo.FIELDS);
        fields.addAll(CongestionInfo.FIELDS);
        fields.addAll(SocketMemory.FIELDS);
        fields.add(AttributeField.of(SocketNumber.SHUTDOWN, InetDiagExtension.SHUTDOWN, 0, 1));
        fields.add(AttributeField.of(SocketNumber.V6ONLY, InetDiagExtension.SKV6ONLY, 0, 1));
        fields.add(AttributeField.of(SocketNumber.TOS, InetDiagExtension.TOS, 0, 1));
        fields.add(AttributeField.of(SocketNumber.TCLASS, InetDiagExtension.TCLASS, 0, 1));
        fields.add(AttributeField.of(SocketNumber.CLASS_ID, InetDiagExtension.CLASS_ID, 0, 4));
        return fields;
    }

    /** The attribute a number comes in; {@link InetDiagExtension#NONE} if in none. */
    static int attribute(SocketNumber which) {
        return ATTRIBUTE[which.ordinal()];
    }

    /**
     * The number in an attribute's value, or {@link SocketView#UNKNOWN}: also where the value is too short for it, as an
     * older kernel's is.
     */
    static long read(SocketNumber which, Words words, int valueAt, int valueBytes) {
        int index = which.ordinal();
        if (END[index] > valueBytes) {
            return SocketView.UNKNOWN;
        }
        int at = valueAt + OFFSET[index];
        return PLAIN[index] ? Integer.toUnsignedLong(words.int32(at)) : readOther(index, words, at);
    }

    private static long readOther(int index, Words words, int at) {
        long number = unsigned(words, at, BYTES[index]) >>> SHIFT[index] & MASK[index];
        if (isUnknown(number, index)) {
            return SocketView.UNKNOWN;
        }
        // A u64 beyond what a long holds is no measured quantity: it is cut rather than made negative.
        return number < 0 || number > LARGEST[index] ? Long.MAX_VALUE : number * FACTOR[index];
    }

    private static long unsigned(Words words, int at, int bytes) {
        return switch (bytes) {
            case 1 -> words.uint8(at);
            case 2 -> words.uint16(at);
            case 4 -> Integer.toUnsignedLong(words.int32(at));
            default -> words.int64(at);
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
}
