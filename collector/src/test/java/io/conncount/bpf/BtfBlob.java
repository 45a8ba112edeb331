package io.conncount.bpf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** BTF that no compiler writes ({@code linux/btf.h}). Types have numbers from 1 on, in the order in which they are added. */
final class BtfBlob {
    static final int INT = 1;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int FWD = 7;
    static final int TYPEDEF = 8;

    private static final int HEADER_BYTES = 24;

    private final List<Integer> words = new ArrayList<>();
    private final StringBuilder strings = new StringBuilder("\0");

    /** Adds a type with what follows its first three words. */
    BtfBlob type(String name, int kind, int vlen, int sizeOrType, int... more) {
        words.addAll(List.of(string(name), kind << 24 | vlen, sizeOrType));
        for (int word : more) {
            words.add(word);
        }
        return this;
    }

    /** Adds a struct with one member, or the same several times. */
    BtfBlob struct(String name, int sizeBytes, int members, String member, int type, int offsetBits) {
        type(name, STRUCT, members, sizeBytes);
        for (int i = 0; i < members; i++) {
            words.addAll(List.of(string(member), type, offsetBits));
        }
        return this;
    }

    private int string(String text) {
        int at = strings.indexOf("\0" + text + "\0") + 1;
        if (text.isEmpty()) {
            return 0;
        }
        if (at == 0) {
            at = strings.length();
            strings.append(text).append('\0');
        }
        return at;
    }

    byte[] bytes() {
        int typeBytes = words.size() * Integer.BYTES;
        ByteBuffer btf =
                ByteBuffer.allocate(HEADER_BYTES + typeBytes + strings.length()).order(ByteOrder.nativeOrder());
        btf.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
        btf.putInt(0).putInt(typeBytes).putInt(typeBytes).putInt(strings.length());
        words.forEach(btf::putInt);
        return btf.put(strings.toString().getBytes(StandardCharsets.US_ASCII)).array();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
