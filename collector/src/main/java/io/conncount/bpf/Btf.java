package io.conncount.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of a kernel, as it describes them itself ({@link BtfFile}): where the members of structs are. */
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

    /** More than any struct of a kernel has. */
    private static final int BYTES_MAX = 1 << 28;

    /** Deeper than any struct of a kernel; types that contain themselves would never end. */
    private static final int DEPTH_MAX = 32;

    /** Members that are looked at for one that is asked for, many times what a kernel's structs need. */
    private static final int STEPS_MAX = 1 << 18;

    private final BtfFile file;
    private final BtfIndex index;
    private final Map<Integer, BtfType> types = new HashMap<>();
    private final Map<String, Optional<Member>> members = new HashMap<>();

    private BtfFile.Types reader;
    private int steps;

    private Btf(BtfFile file, BtfIndex index) {
        this.file = file;
        this.index = index;
    }

    /**
     * Reads the types of this kernel.
     *
     * @param structs those that will be asked for
     * @param functions likewise
     * @throws WalkRefusedException if they make no sense
     */
    static Btf ofThisKernel(Collection<String> structs, Collection<String> functions) throws IOException {
        return of(OF_THIS_KERNEL, structs, functions);
    }

    /** The same of another file. */
    static Btf of(Path path, Collection<String> structs, Collection<String> functions) throws IOException {
        BtfFile file = BtfFile.of(path);
        return new Btf(file, new BtfIndex(file, structs, functions));
    }

    /** True if there is a function of this name, one of those that were asked for. */
    boolean hasFunction(String name) {
        return index.hasFunction(name);
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
    synchronized Optional<Member> member(String struct, String path) {
        String key = struct + '.' + path;
        Optional<Member> known = members.get(key);
        if (known == null) {
            try (BtfFile.Types types = file.types()) {
                reader = types;
                known = find(struct, path);
            } catch (IOException e) {
                throw unreadable(e);
            }
            members.put(key, known);
        }
        return known;
    }

    private static WalkRefusedException unreadable(IOException e) {
        return new WalkRefusedException("the kernel's types (BTF) cannot be read: " + e.getMessage());
    }

    private Optional<Member> find(String struct, String path) {
        steps = 0;
        Integer type = index.struct(struct);
        Found found = type == null ? null : new Found(0, type(type), 0);
        for (String step : path.split("\\.")) {
            found = found == null ? null : step(found, step);
        }
        if (found == null) {
            return Optional.empty();
        }
        int offsetBytes = (int) (found.offsetBits / Byte.SIZE);
        if (found.bits == 0) {
            boolean isPointer = found.type.isPointer();
            return Optional.of(new Member(offsetBytes, (int) bytes(found.type), 0, 0, isPointer));
        }
        int shift = (int) (found.offsetBits % Byte.SIZE);
        int bytes = (shift + found.bits + Byte.SIZE - 1) / Byte.SIZE;
        return Optional.of(new Member(offsetBytes, bytes, shift, found.bits, false));
    }

    /** A member on the way; null where there is none. */
    private record Found(long offsetBits, BtfType type, int bits) {}

    private Found step(Found from, String step) {
        int bracket = step.indexOf('[');
        String name = bracket < 0 ? step : step.substring(0, bracket);
        Found member = find(from.type, name.getBytes(StandardCharsets.US_ASCII), 0);
        if (member == null) {
            return null;
        }
        Found found = new Found(from.offsetBits + member.offsetBits, member.type, member.bits);
        return bracket < 0 ? found : element(found, Integer.parseInt(step.substring(bracket + 1, step.length() - 1)));
    }

    private Found element(Found array, int number) {
        if (!array.type.isArray() || number >= array.type.elements()) {
            return null;
        }
        BtfType element = type(array.type.elementType());
        return new Found(array.offsetBits + number * bytes(element) * Byte.SIZE, element, 0);
    }

    /** Finds a member by its name, also in members without one. */
    private Found find(BtfType struct, byte[] name, int depth) {
        struct.require(depth < DEPTH_MAX, "structs within structs without end");
        for (int i = 0; i < struct.members(); i++) {
            struct.require(++steps < STEPS_MAX, "members without end");
            int nameAt = struct.memberName(i);
            Found inner = null;
            if (nameAt == 0) {
                inner = find(type(struct.memberType(i)), name, depth + 1);
            } else if (file.isString(nameAt, name)) {
                inner = new Found(0, type(struct.memberType(i)), struct.memberBits(i));
            }
            if (inner != null) {
                long offsetBits = struct.memberOffsetBits(i) + inner.offsetBits;
                long sizeBits = inner.bits > 0 ? inner.bits : bytes(inner.type) * Byte.SIZE;
                struct.require(offsetBits + sizeBits <= bytes(struct) * Byte.SIZE, "a member outside its struct");
                return new Found(offsetBits, inner.type, inner.bits);
            }
        }
        return null;
    }

    /** A type, without names and qualifiers before it. */
    private BtfType type(int number) {
        BtfType type = typeItself(number);
        for (int i = 0; type.isAnotherName(); i++) {
            type.require(i < DEPTH_MAX, "names of names without end");
            type = typeItself(type.of());
        }
        return type;
    }

    private BtfType typeItself(int number) {
        BtfType type = types.get(number);
        if (type == null) {
            try {
                type = index.type(number, reader);
            } catch (IOException e) {
                throw unreadable(e);
            }
            types.put(number, type);
        }
        return type;
    }

    private long bytes(BtfType of) {
        BtfType type = of;
        long elements = 1;
        for (int i = 0; type.isArray(); i++) {
            elements *= type.elements();
            type.require(i < DEPTH_MAX && elements < BYTES_MAX, "an array without end");
            type = type(type.elementType());
        }
        long bytes = elements * type.sizeBytes();
        type.require(type.sizeBytes() >= 0 && bytes < BYTES_MAX, "no size, or one beyond any struct");
        return bytes;
    }
}
