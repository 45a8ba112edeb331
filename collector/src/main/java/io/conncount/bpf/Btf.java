package io.conncount.bpf;

import io.conncount.sys.KernelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's description of its own types, BTF ({@code linux/btf.h}, {@code Documentation/bpf/btf.rst}), all in u32 of the
 * host's byte order:
 *
 * <pre>
 * struct btf_header   0 magic u16   2 version u8   3 flags u8   4 hdr_len   8 type_off   12 type_len   16 str_off   20 str_len
 * struct btf_type     0 name_off   4 info (bits 0-15 vlen, 24-28 kind, 31 kind_flag)   8 size or type   12
 *    INT, VAR, DECL_TAG   1 more u32          ARRAY                     3 more: type, index_type, nelems
 *    STRUCT, UNION        3 a member: name_off, type, offset in bits (with kind_flag: bits 0-23, and 24-31 the bits of a field)
 *    ENUM, FUNC_PROTO     2 each              DATASEC, ENUM64           3 each
 * </pre>
 *
 * <p>There are 118,000 types in 5 MB, and this is read by a Java that has just started: one loop over an array of ints, without
 * a call, notes where each type is, and finds the few structs and functions that are asked for by name.
 */
final class Btf {
    /**
     * Where a member is.
     *
     * @param offsetBytes of the first byte that has bits of it, from the beginning of the struct
     * @param bytes how many bytes it takes
     * @param shift of a bit field, how many lower bits of these belong to others
     * @param bits of a bit field, how many it has; else 0
     */
    record Member(int offsetBytes, int bytes, int shift, int bits, boolean isPointer) {
        boolean isBitField() {
            return bits > 0;
        }
    }

    private static final Path OF_THIS_KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    private static final int TYPE_WORDS = 3;
    private static final int MEMBER_WORDS = 3;
    private static final int POINTER_BYTES = 8;

    private static final int PTR = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int TYPEDEF = 8;
    private static final int VOLATILE = 9;
    private static final int CONST = 10;
    private static final int RESTRICT = 11;
    private static final int FUNC = 12;
    private static final int TYPE_TAG = 18;

    /** By kind, how many words follow a type, and how many more each of its vlen parts takes. */
    private static final int[] WORDS = {0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0};

    private static final int[] PART_WORDS = {0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 3};

    /** Deeper than any struct of the kernel; types that contain themselves would never end. */
    private static final int DEPTH_MAX = 32;

    private final int[] types;
    private final byte[] strings;
    /** Where each type begins in {@link #types}, by its number; numbers begin with 1. */
    private final int[] at;

    private final Map<String, Integer> named = new HashMap<>();

    private Btf(int[] types, byte[] strings) {
        this.types = types;
        this.strings = strings;
        at = new int[types.length / TYPE_WORDS + 1];
    }

    /**
     * Reads the types of this kernel.
     *
     * @param names the structs and functions that will be asked for
     * @throws WalkRefusedException if they make no sense
     */
    static Btf ofThisKernel(List<String> names) throws IOException {
        return of(KernelFile.bytes(OF_THIS_KERNEL), names);
    }

    /** The same of other bytes. */
    static Btf of(byte[] bytes, List<String> names) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        require(bytes.length >= HEADER_BYTES && (buffer.getShort(0) & 0xffff) == MAGIC, 0, "this is not BTF");
        int headerBytes = buffer.getInt(4);
        int typeBytes = buffer.getInt(12);
        int stringBytes = buffer.getInt(20);
        int typesAt = part(headerBytes, buffer.getInt(8), typeBytes, bytes.length);
        int stringsAt = part(headerBytes, buffer.getInt(16), stringBytes, bytes.length);
        require(stringBytes > 0 && bytes[stringsAt + stringBytes - 1] == 0, stringsAt, "the last text does not end");
        int[] types = new int[typeBytes / Integer.BYTES];
        buffer.position(typesAt).limit(typesAt + typeBytes);
        buffer.slice().order(ByteOrder.nativeOrder()).asIntBuffer().get(types);
        Btf btf = new Btf(types, Arrays.copyOfRange(bytes, stringsAt, stringsAt + stringBytes));
        btf.index(names);
        return btf;
    }

    private static int part(int headerBytes, int offset, int lengthBytes, int end) {
        long from = (long) headerBytes + offset;
        require(
                headerBytes >= HEADER_BYTES && offset >= 0 && lengthBytes >= 0 && from + lengthBytes <= end,
                0,
                "a part of it is beyond its end");
        return (int) from;
    }

    private static void require(boolean holds, int offset, String reason) {
        if (!holds) {
            throw new WalkRefusedException("the kernel's types (BTF) make no sense at " + offset + ": " + reason);
        }
    }

    /** Notes where types begin. Calls nothing that every type would have to pay for. */
    private void index(List<String> names) {
        byte[][] wanted = new byte[names.size()][];
        boolean[] begins = new boolean[1 << Byte.SIZE];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = names.get(i).getBytes(StandardCharsets.US_ASCII);
            begins[wanted[i][0]] = true;
        }
        int[] words = types;
        int end = words.length;
        int number = 0;
        int from = 0;
        while (from <= end - TYPE_WORDS) {
            int info = words[from + 1];
            int kind = info >>> 24 & 0x1f;
            if (kind >= WORDS.length) {
                break;
            }
            at[++number] = from;
            if (kind == STRUCT || kind == FUNC) {
                int name = words[from];
                if (name > 0 && name < strings.length && strings[name] > 0 && begins[strings[name]]) {
                    note(name, number, wanted, names);
                }
            }
            from += TYPE_WORDS + WORDS[kind] + PART_WORDS[kind] * (info & 0xffff);
        }
        require(from == end, from * Integer.BYTES, "a type of an unknown kind, or one that does not end");
        at[0] = number;
    }

    private void note(int name, int number, byte[][] wanted, List<String> names) {
        for (int i = 0; i < wanted.length; i++) {
            int length = wanted[i].length;
            if (strings.length - name > length
                    && strings[name + length] == 0
                    && Arrays.equals(strings, name, name + length, wanted[i], 0, length)) {
                named.putIfAbsent(names.get(i), number);
            }
        }
    }

    /** True if there is a function of this name, one of those that were asked for. */
    boolean hasFunction(String name) {
        Integer number = named.get(name);
        return number != null && kind(number) == FUNC;
    }

    /**
     * A member of a struct.
     *
     * @param struct one of those that were asked for
     * @param path names with dots between them; those of members without a name are left out, an element of an array is
     *     {@code name[0]}
     * @return empty if there is none
     * @throws WalkRefusedException if the types make no sense
     */
    Optional<Member> member(String struct, String path) {
        Integer type = named.get(struct);
        Found found = type == null ? null : new Found(0, type, 0);
        for (String step : path.split("\\.")) {
            found = found == null ? null : step(found, step);
        }
        if (found == null) {
            return Optional.empty();
        }
        int of = resolved(found.type);
        if (found.bits == 0) {
            return Optional.of(new Member((int) (found.offsetBits / Byte.SIZE), bytes(of), 0, 0, kind(of) == PTR));
        }
        int shift = (int) (found.offsetBits % Byte.SIZE);
        int bytes = (shift + found.bits + Byte.SIZE - 1) / Byte.SIZE;
        return Optional.of(new Member((int) (found.offsetBits / Byte.SIZE), bytes, shift, found.bits, false));
    }

    /** A member on the way; null where there is none. */
    private record Found(long offsetBits, int type, int bits) {}

    private Found step(Found from, String step) {
        int bracket = step.indexOf('[');
        String name = bracket < 0 ? step : step.substring(0, bracket);
        Found member = find(resolved(from.type), name.getBytes(StandardCharsets.US_ASCII), 0);
        if (member == null) {
            return null;
        }
        Found found = new Found(from.offsetBits + member.offsetBits, member.type, member.bits);
        return bracket < 0 ? found : element(found, Integer.parseInt(step.substring(bracket + 1, step.length() - 1)));
    }

    private Found element(Found array, int index) {
        int type = resolved(array.type);
        require(kind(type) == ARRAY, at[type] * Integer.BYTES, "not an array");
        int element = word(type, TYPE_WORDS);
        return new Found(array.offsetBits + (long) index * bytes(resolved(element)) * Byte.SIZE, element, 0);
    }

    /** Finds a member by its name, also in members without one. */
    private Found find(int struct, byte[] name, int depth) {
        int kind = kind(struct);
        if (kind != STRUCT && kind != UNION) {
            return null;
        }
        require(depth < DEPTH_MAX, at[struct] * Integer.BYTES, "structs within structs without end");
        boolean hasBits = word(struct, 1) < 0;
        int members = word(struct, 1) & 0xffff;
        for (int i = 0; i < members; i++) {
            int from = TYPE_WORDS + i * MEMBER_WORDS;
            int nameAt = word(struct, from);
            int offset = word(struct, from + 2);
            int type = word(struct, from + 1);
            long offsetBits = hasBits ? offset & 0xff_ffff : Integer.toUnsignedLong(offset);
            if (isName(nameAt, name)) {
                return new Found(offsetBits, type, hasBits ? offset >>> 24 : 0);
            }
            Found inner = nameAt == 0 ? find(resolved(type), name, depth + 1) : null;
            if (inner != null) {
                return new Found(offsetBits + inner.offsetBits, inner.type, inner.bits);
            }
        }
        return null;
    }

    private boolean isName(int nameAt, byte[] name) {
        return nameAt > 0
                && nameAt < strings.length - name.length
                && strings[nameAt + name.length] == 0
                && Arrays.equals(strings, nameAt, nameAt + name.length, name, 0, name.length);
    }

    /** The type behind the names and qualifiers of another. */
    private int resolved(int type) {
        int number = type;
        for (int i = 0; i < DEPTH_MAX; i++) {
            switch (kind(number)) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> number = word(number, 2);
                default -> {
                    return number;
                }
            }
        }
        throw new WalkRefusedException("the kernel's types (BTF) make no sense: names of names without end");
    }

    private int bytes(int type) {
        long elements = 1;
        int element = type;
        for (int i = 0; kind(element) == ARRAY; i++) {
            elements *= Integer.toUnsignedLong(word(element, TYPE_WORDS + 2));
            require(i < DEPTH_MAX && elements < Short.MAX_VALUE, at[element] * Integer.BYTES, "an array without end");
            element = resolved(word(element, TYPE_WORDS));
        }
        return (int) elements * (kind(element) == PTR ? POINTER_BYTES : word(element, 2));
    }

    private int kind(int type) {
        return word(type, 1) >>> 24 & 0x1f;
    }

    private int word(int type, int index) {
        require(type > 0 && type <= at[0], 0, "there is no type " + type);
        return types[at[type] + index];
    }
}
