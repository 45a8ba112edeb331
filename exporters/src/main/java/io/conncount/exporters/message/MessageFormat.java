package io.conncount.exporters.message;

import io.conncount.group.GroupKeys;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.sys.NameText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values of which messages consist, beyond those of {@link DataOutput}. Numbers are big-endian.
 *
 * <pre>
 * header        4  magic, 0x636f6e6e
 *               4  version
 *               4  vocabulary, a hash of the names that stand as bits and numbers in messages
 * text          4  length in bytes, at most 65,536
 *               n  UTF-8
 * optional text 1  1 if a text follows, else 0
 * set           8  a bit for each constant of the enum, the first constant's lowest
 * duration      8  microseconds, at most a year
 * </pre>
 */
final class MessageFormat {
    /** Must be raised with every change of what a message holds. */
    static final int VERSION = 4;

    /**
     * Differs between builds that number protocols, types, families, states or keys differently, so that neither takes the
     * other's numbers for its own.
     */
    static final int VOCABULARY = List.of(
                    Arrays.toString(Protocol.values()),
                    Arrays.toString(SocketType.values()),
                    Arrays.toString(AddressFamily.values()),
                    Arrays.toString(TcpState.values()),
                    GroupKeys.ALL.stream().map(GroupKeys.Entry::name).toList())
            .hashCode();

    private static final int MAGIC = 0x636f6e6e;
    private static final int TEXT_BYTES_MAX = 64 * 1024;

    /** A year. */
    private static final long MICROS_MAX = 366L * 24 * 3600 * 1_000_000;

    private static final int NANOS_PER_MICRO = 1000;

    private MessageFormat() {}

    static DataInput input(ReadableByteChannel channel) {
        return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    static DataOutputStream output(WritableByteChannel channel) {
        return new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
    }

    static void writeHeader(DataOutput out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(VOCABULARY);
    }

    /** Reads a header. If it returns false the message is of another version, and the rest of it cannot be read. */
    static boolean readHeader(DataInput in) throws IOException {
        require(in.readInt() == MAGIC, "the message is not a conncount message");
        return in.readInt() == VERSION && in.readInt() == VOCABULARY;
    }

    static void writeText(DataOutput out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        // Only a filter can be that long, and callers check it before.
        require(bytes.length <= TEXT_BYTES_MAX, "a text is longer than " + TEXT_BYTES_MAX + " bytes");
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        int length = in.readInt();
        require(length >= 0 && length <= TEXT_BYTES_MAX, "a text has an impossible length");
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    /** Writes a name of the host, which may be any bytes. */
    static void writeName(DataOutput out, String name) throws IOException {
        writeBytes(out, NameText.bytes(name));
    }

    static String readName(DataInput in) throws IOException {
        byte[] bytes = readBytes(in);
        return NameText.of(bytes, bytes.length);
    }

    static void writeOptionalText(DataOutput out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            writeText(out, text.get());
        }
    }

    static Optional<String> readOptionalText(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
    }

    static <E extends Enum<E>> void writeSet(DataOutput out, Set<E> set) throws IOException {
        long bits = 0;
        for (E constant : set) {
            bits |= 1L << constant.ordinal();
        }
        out.writeLong(bits);
    }

    /** Reads a set that is not empty. */
    static <E extends Enum<E>> Set<E> readSet(DataInput in, Class<E> type) throws IOException {
        long bits = in.readLong();
        EnumSet<E> set = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            long bit = 1L << constant.ordinal();
            if ((bits & bit) != 0) {
                set.add(constant);
                bits -= bit;
            }
        }
        require(bits == 0 && !set.isEmpty(), "a set of " + type.getSimpleName() + " is empty or has unknown members");
        return set;
    }

    static void writeDuration(DataOutput out, Duration duration) throws IOException {
        out.writeLong(Math.min(MICROS_MAX, Math.max(0, duration.toNanos() / NANOS_PER_MICRO)));
    }

    static Duration readDuration(DataInput in) throws IOException {
        return Duration.ofNanos(readNumber(in, MICROS_MAX, "microseconds") * NANOS_PER_MICRO);
    }

    /** Reads a number from 0 to {@code max}. */
    static long readNumber(DataInput in, long max, String what) throws IOException {
        long number = in.readLong();
        require(number >= 0 && number <= max, "the number of " + what + " is not between 0 and " + max);
        return number;
    }

    static void require(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
