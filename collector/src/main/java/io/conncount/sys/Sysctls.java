package io.conncount.sys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** A FreeBSD kernel's named values, or a recording of them: the seam carries bytes, so that both run the same decoder. */
@FunctionalInterface
public interface Sysctls {
    /**
     * Reads a value as it is now.
     *
     * @param name such as {@code net.inet.tcp.pcblist}
     * @throws KernelException with {@link Errno#ENOENT} if the name is unknown, else with the kernel's error
     */
    Value read(String name) throws KernelException;

    /** A number of one, four or eight bytes; empty if none. */
    default OptionalLong number(String name) {
        try (Value value = read(name)) {
            ByteBuffer bytes = value.bytes();
            return switch (bytes.limit()) {
                case Byte.BYTES -> OptionalLong.of(Byte.toUnsignedLong(bytes.get(0)));
                case Integer.BYTES -> OptionalLong.of(bytes.getInt(0));
                case Long.BYTES -> OptionalLong.of(bytes.getLong(0));
                default -> OptionalLong.empty();
            };
        } catch (KernelException e) {
            return OptionalLong.empty();
        }
    }

    /** A text without the zero byte at its end, or {@code unknown}. */
    default String text(String name) {
        try (Value value = read(name)) {
            byte[] text = new byte[Math.max(0, value.bytes().limit() - 1)];
            value.bytes().get(0, text);
            return new String(text, StandardCharsets.UTF_8);
        } catch (KernelException e) {
            return "unknown";
        }
    }

    /** The value of a sysctl: bytes that may be looked at until it is closed, and that must be closed. */
    interface Value extends AutoCloseable {
        /** The value, from 0 to the limit, in the order of the host that gave it. */
        ByteBuffer bytes();

        /** Lets go of the memory, which may be a gigabyte. */
        @Override
        void close();
    }
}
