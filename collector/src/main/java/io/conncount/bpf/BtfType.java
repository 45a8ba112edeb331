package io.conncount.bpf;

/**
 * One type of BTF, as u32s ({@code linux/btf.h}):
 *
 * <pre>
 * struct btf_type     0 name_off   1 info (bits 0-15 vlen, 24-28 kind, 31 kind_flag)   2 size or type   3
 *    ARRAY                     3 type   4 index_type   5 nelems
 *    STRUCT, UNION             3 for each member: name_off, type, offset in bits; of a struct with kind_flag, offset in bits
 *                              0-23, and in bits 24-31 the size of a bit field
 *    INT, VAR, DECL_TAG        1 more         ENUM, FUNC_PROTO   2 for each part         DATASEC, ENUM64   3 for each part
 * </pre>
 */
final class BtfType {
    /** Of a type without more; others have as many more as a kind says. */
    static final int WORDS = 3;

    private static final int MEMBER_WORDS = 3;
    private static final int MEMBER_OFFSET_MASK = 0xff_ffff;
    private static final int MEMBER_BITS_SHIFT = 24;

    private static final int INT = 1;
    private static final int PTR = 2;
    private static final int ARRAY = 3;
    static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int ENUM = 6;
    private static final int TYPEDEF = 8;
    private static final int VOLATILE = 9;
    private static final int CONST = 10;
    private static final int RESTRICT = 11;
    static final int FUNC = 12;
    private static final int FLOAT = 16;
    private static final int TYPE_TAG = 18;
    private static final int ENUM64 = 19;

    private static final int POINTER_BYTES = 8;

    private final int number;
    private final int[] words;

    /**
     * A type of these words, which it keeps.
     *
     * @param number by which other types name it
     */
    BtfType(int number, int[] words) {
        this.number = number;
        this.words = words;
    }

    static int kind(int info) {
        return info >>> 24 & 0x1f;
    }

    static int vlen(int info) {
        return info & 0xffff;
    }

    int kind() {
        return kind(words[1]);
    }

    /** True for a name or a qualifier of another type, {@link #of}. */
    boolean isAnotherName() {
        return switch (kind()) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
            default -> false;
        };
    }

    /** The number of the type that this one is a name or a qualifier of. */
    int of() {
        return words[2];
    }

    /** The size of a type that is not an array; -1 for what has none. */
    int sizeBytes() {
        return switch (kind()) {
            case PTR -> POINTER_BYTES;
            case INT, STRUCT, UNION, ENUM, FLOAT, ENUM64 -> words[2];
            default -> -1;
        };
    }

    boolean isPointer() {
        return kind() == PTR;
    }

    boolean isArray() {
        return kind() == ARRAY;
    }

    int elementType() {
        return words[WORDS];
    }

    /** How many elements an array has; 0 if it is as long as there is memory. */
    long elements() {
        return Integer.toUnsignedLong(words[WORDS + 2]);
    }

    /** How many members a struct or a union has, and 0 for others. */
    int members() {
        int kind = kind();
        return kind == STRUCT || kind == UNION ? vlen(words[1]) : 0;
    }

    /** Where the name of a member is among the strings; 0 if it has none. */
    int memberName(int member) {
        return words[WORDS + member * MEMBER_WORDS];
    }

    int memberType(int member) {
        return words[WORDS + member * MEMBER_WORDS + 1];
    }

    long memberOffsetBits(int member) {
        int offset = words[WORDS + member * MEMBER_WORDS + 2];
        return hasBitFields() ? offset & MEMBER_OFFSET_MASK : Integer.toUnsignedLong(offset);
    }

    /** The bits of a bit field; 0 for other members. */
    int memberBits(int member) {
        return hasBitFields() ? words[WORDS + member * MEMBER_WORDS + 2] >>> MEMBER_BITS_SHIFT : 0;
    }

    /** The flag of this kind. */
    private boolean hasBitFields() {
        return words[1] < 0;
    }

    /** Refuses a type that cannot be. */
    void require(boolean holds, String reason) {
        if (!holds) {
            throw BtfFile.fault("in type " + number, reason);
        }
    }
}
