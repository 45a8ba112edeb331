package io.conncount.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The types of a walk's two functions, as BTF ({@code linux/btf.h}): the kernel takes a function as the body of a loop only if
 * it knows its type. Both take nothing and return an int, as far as it is told.
 *
 * <pre>
 * struct btf_header   0 magic u16   2 version u8   3 flags u8   4 hdr_len u32   8 type_off u32   12 type_len u32
 *                    16 str_off u32   20 str_len u32   24
 * struct btf_type     0 name_off u32   4 info u32 (0-15 vlen, 24-28 kind)   8 size or type u32   12
 * struct bpf_func_info   0 insn_off u32   4 type_id u32   8
 * </pre>
 */
final class ProgramTypes {
    private static final short MAGIC = (short) 0xeb9f;
    private static final int HEADER_BYTES = 24;
    private static final int TYPE_BYTES = 12;
    private static final int KIND_SHIFT = 24;
    private static final int KIND_INT = 1;
    private static final int KIND_FUNC = 12;
    private static final int KIND_FUNC_PROTO = 13;

    // The types, by their numbers.
    private static final int INT = 1;
    private static final int PROTOTYPE = 2;
    private static final int WALK = 3;
    private static final int STEP = 4;

    private static final String STRINGS = "\0int\0walk\0step\0";

    private ProgramTypes() {}

    /** All of them. */
    static ByteBuffer btf() {
        byte[] strings = STRINGS.getBytes(StandardCharsets.US_ASCII);
        int typeBytes = STEP * TYPE_BYTES + Integer.BYTES;
        ByteBuffer btf = ByteBuffer.allocateDirect(HEADER_BYTES + typeBytes + strings.length)
                .order(ByteOrder.nativeOrder());
        btf.putShort(MAGIC).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
        btf.putInt(0).putInt(typeBytes).putInt(typeBytes).putInt(strings.length);
        type(btf, "int", KIND_INT, Integer.BYTES).putInt(Integer.SIZE);
        type(btf, "", KIND_FUNC_PROTO, INT);
        type(btf, "walk", KIND_FUNC, PROTOTYPE);
        type(btf, "step", KIND_FUNC, PROTOTYPE);
        return btf.put(strings).flip();
    }

    private static ByteBuffer type(ByteBuffer btf, String name, int kind, int sizeOrType) {
        int nameOffset = name.isEmpty() ? 0 : STRINGS.indexOf('\0' + name + '\0') + 1;
        return btf.putInt(nameOffset).putInt(kind << KIND_SHIFT).putInt(sizeOrType);
    }

    /** Where the functions begin: the walk first, and the step at this instruction. */
    static ByteBuffer functions(int stepInstruction) {
        ByteBuffer functions = ByteBuffer.allocateDirect(4 * Integer.BYTES).order(ByteOrder.nativeOrder());
        return functions
                .putInt(0)
                .putInt(WALK)
                .putInt(stepInstruction)
                .putInt(STEP)
                .flip();
    }
}
