package io.conncount.bpf;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of BTF, in which compilers describe types ({@code linux/btf.h}, {@code Documentation/bpf/btf.rst}): a header, a section
 * of types ({@link BtfIndex}), and one of the strings that name them. Numbers are u32 in the host's byte order.
 *
 * <pre>
 * struct btf_header   0 magic u16   2 version u8   3 flags u8   4 hdr_len   8 type_off   12 type_len   16 str_off   20 str_len
 * </pre>
 *
 * <p>A kernel's has 5 MB. Only the strings are kept in memory, because to touch memory for all of it takes as long as to read it.
 */
final class BtfFile {
    private static final int MAGIC = 0xeb9f;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 24;

    /** Ten times as much as kernels have. */
    private static final int FILE_BYTES_MAX = 64 << 20;

    /** The kernel gives a page a read at most; for more than this, Java allocates memory at each read. */
    private static final int READ_BYTES = 8192;

    private final Path path;
    private final byte[] strings;
    private final int typesAt;
    private final int typeWords;

    private BtfFile(Path path, RandomAccessFile file) throws IOException {
        this.path = path;
        long endBytes = file.length();
        require(endBytes >= HEADER_BYTES && endBytes <= FILE_BYTES_MAX, 0, "there are " + endBytes + " bytes");
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.nativeOrder());
        read(file, 0, header.array(), HEADER_BYTES);
        require((header.getShort(0) & 0xffff) == MAGIC && header.get(2) == VERSION, 0, "this is not BTF, version 1");
        typesAt = section(header, 8, endBytes);
        typeWords = header.getInt(12) / Integer.BYTES;
        int stringsAt = section(header, 16, endBytes);
        strings = new byte[header.getInt(20)];
        read(file, stringsAt, strings, strings.length);
        require(strings.length > 0 && strings[strings.length - 1] == 0, stringsAt, "the last string does not end");
    }

    /**
     * Opens a file.
     *
     * @throws WalkRefusedException if there is none, or its header or its strings make no sense
     */
    static BtfFile of(Path path) throws IOException {
        if (!path.toFile().exists()) {
            throw new WalkRefusedException("this kernel does not describe its types (BTF), there is no " + path
                    + ": it takes one built with CONFIG_DEBUG_INFO_BTF");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return new BtfFile(path, file);
        }
    }

    /** Where the section begins whose offset and length are here in the header. */
    private static int section(ByteBuffer header, int at, long endBytes) {
        int headerBytes = header.getInt(4);
        int offset = header.getInt(at);
        int lengthBytes = header.getInt(at + Integer.BYTES);
        require(
                headerBytes >= HEADER_BYTES
                        && offset >= 0
                        && lengthBytes >= 0
                        && (long) headerBytes + offset + lengthBytes <= endBytes,
                at,
                "a section is not inside the file");
        return headerBytes + offset;
    }

    private static void read(RandomAccessFile file, long from, byte[] to, int lengthBytes) throws IOException {
        file.seek(from);
        for (int have = 0; have < lengthBytes; ) {
            int more = file.read(to, have, Math.min(READ_BYTES, lengthBytes - have));
            if (more < 0) {
                throw new EOFException("the file ends at byte " + (from + have));
            }
            have += more;
        }
    }

    private static void require(boolean holds, int at, String reason) {
        if (!holds) {
            throw fault("at byte " + at, reason);
        }
    }

    /** Something that cannot be. */
    static WalkRefusedException fault(String where, String reason) {
        return new WalkRefusedException("the kernel's types (BTF) make no sense " + where + ": " + reason);
    }

    /** All strings, each with a 0 after it. */
    byte[] strings() {
        return strings;
    }

    /** True if a string is this name, in ASCII. */
    boolean isString(int at, byte[] name) {
        int end = at + name.length;
        return at >= 0
                && end < strings.length
                && end >= 0
                && strings[end] == 0
                && strings[at] == name[0]
                && Arrays.equals(strings, at, end, name, 0, name.length);
    }

    /** How many words the types have. */
    int typeWords() {
        return typeWords;
    }

    /** Opens the section of types. */
    Types types() throws IOException {
        return new Types(new RandomAccessFile(path.toFile(), "r"));
    }

    /** The section of types, as words. */
    final class Types implements AutoCloseable {
        private final RandomAccessFile file;
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        private Types(RandomAccessFile file) {
            this.file = file;
        }

        void read(int from, int count, int[] to) throws IOException {
            int lengthBytes = count * Integer.BYTES;
            if (bytes.capacity() < lengthBytes) {
                bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.nativeOrder());
            }
            BtfFile.read(file, typesAt + (long) from * Integer.BYTES, bytes.array(), lengthBytes);
            bytes.asIntBuffer().get(to, 0, count);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
