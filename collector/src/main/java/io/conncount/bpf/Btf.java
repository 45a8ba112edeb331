package io.conncount.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kernel's description of its own types ({@code linux/btf.h}, {@code /sys/kernel/btf/vmlinux}). */
final class Btf {
    /** Where a member is. */
    record Member(int offsetBytes, int bytes, int shift, int bits, boolean isPointer) {
        boolean isBitField() {
            return bits > 0;
        }
    }

    private static final int KIND_INT = 1,
            KIND_PTR = 2,
            KIND_ARRAY = 3,
            KIND_STRUCT = 4,
            KIND_UNION = 5,
            KIND_ENUM = 6,
            KIND_TYPEDEF = 8,
            KIND_VOLATILE = 9,
            KIND_CONST = 10,
            KIND_RESTRICT = 11,
            KIND_FUNC = 12,
            KIND_FUNC_PROTO = 13,
            KIND_VAR = 14,
            KIND_DATASEC = 15,
            KIND_DECL_TAG = 17,
            KIND_TYPE_TAG = 18,
            KIND_ENUM64 = 19;
    private final ByteBuffer b;
    private final int typeAt, stringAt;
    private int[] types = new int[1 << 17];
    private int count = 1;
    private final Map<String, Integer> structs = new HashMap<>();
    private final Map<String, Integer> functions = new HashMap<>();

    static Btf ofThisKernel() throws java.io.IOException {
        return new Btf(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/sys/kernel/btf/vmlinux")));
    }

    Btf(byte[] bytes) {
        b = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int hdr = b.getInt(4);
        typeAt = hdr + b.getInt(8);
        int typeLen = b.getInt(12);
        stringAt = hdr + b.getInt(16);
        for (int at = typeAt; at < typeAt + typeLen; ) {
            if (count == types.length) types = java.util.Arrays.copyOf(types, count * 2);
            types[count] = at;
            int info = b.getInt(at + 4), kind = info >>> 24 & 31, vlen = info & 0xffff;
            if (kind == KIND_STRUCT || kind == KIND_UNION) structs.putIfAbsent(string(b.getInt(at)), count);
            if (kind == KIND_FUNC) functions.putIfAbsent(string(b.getInt(at)), count);
            count++;
            at += 12
                    + switch (kind) {
                        case KIND_INT, KIND_VAR, KIND_DECL_TAG -> 4;
                        case KIND_ARRAY -> 12;
                        case KIND_STRUCT, KIND_UNION, KIND_DATASEC, KIND_ENUM64 -> vlen * 12;
                        case KIND_ENUM, KIND_FUNC_PROTO -> vlen * 8;
                        default -> 0;
                    };
        }
    }

    private String string(int off) {
        int end = stringAt + off;
        while (b.get(end) != 0) end++;
        return new String(b.array(), stringAt + off, end - stringAt - off, StandardCharsets.US_ASCII);
    }

    private int kind(int type) {
        return b.getInt(types[type] + 4) >>> 24 & 31;
    }

    private int vlen(int type) {
        return b.getInt(types[type] + 4) & 0xffff;
    }

    private int ref(int type) {
        return b.getInt(types[type] + 8);
    }

    private int skip(int type) {
        while (true) {
            int k = type == 0 ? 0 : kind(type);
            if (k == KIND_TYPEDEF || k == KIND_VOLATILE || k == KIND_CONST || k == KIND_RESTRICT || k == KIND_TYPE_TAG)
                type = ref(type);
            else return type;
        }
    }

    private int size(int type) {
        type = skip(type);
        return switch (kind(type)) {
            case KIND_PTR -> 8;
            case KIND_ARRAY -> size(b.getInt(types[type] + 12)) * b.getInt(types[type] + 20);
            default -> ref(type);
        };
    }

    boolean hasFunction(String name) {
        return functions.containsKey(name);
    }

    Optional<Member> member(String struct, String path) {
        Integer type = structs.get(struct);
        if (type == null) return Optional.empty();
        long at = 0;
        int t = type;
        int bits = 0;
        for (String name : path.split("\\.")) {
            int index = 0;
            String plain = name;
            if (name.endsWith("]")) {
                plain = name.substring(0, name.indexOf('['));
                index = Integer.parseInt(name.substring(name.indexOf('[') + 1, name.length() - 1));
            }
            long[] found = find(skip(t), plain);
            if (found == null) return Optional.empty();
            at += found[0];
            bits = (int) found[2];
            t = (int) found[1];
            if (name.endsWith("]")) {
                int array = skip(t);
                t = b.getInt(types[array] + 12);
                at += (long) index * size(t) * 8;
            }
        }
        t = skip(t);
        boolean ptr = kind(t) == KIND_PTR;
        if (bits > 0) {
            int byteAt = (int) (at / 8);
            return Optional.of(new Member(byteAt, ((int) (at % 8) + bits + 7) / 8, (int) (at % 8), bits, false));
        }
        return Optional.of(new Member((int) (at / 8), size(t), 0, 0, ptr));
    }

    private long[] find(int type, String name) {
        if (kind(type) != KIND_STRUCT && kind(type) != KIND_UNION) return null;
        boolean flag = b.getInt(types[type] + 4) < 0;
        for (int i = 0; i < vlen(type); i++) {
            int m = types[type] + 12 + i * 12;
            int off = b.getInt(m + 8);
            long bitOff = flag ? off & 0xffffff : off;
            int bits = flag ? off >>> 24 : 0;
            String n = string(b.getInt(m));
            if (n.equals(name)) return new long[] {bitOff, b.getInt(m + 4), bits};
            if (n.isEmpty()) {
                long[] inner = find(skip(b.getInt(m + 4)), name);
                if (inner != null) return new long[] {bitOff + inner[0], inner[1], inner[2]};
            }
        }
        return null;
    }
}
