package io.conncount.sys;

import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * Network interfaces as {@code if_indextoname(3)} and {@code if_nametoindex(3)} know them: those of the calling thread's
 * network namespace, whether they have addresses or not.
 */
public final class Interfaces {
    /** {@code IF_NAMESIZE} of {@code net/if.h}, the zero byte with it. */
    private static final int NAME_BYTES_MAX = 16;

    private Interfaces() {}

    /** The name of the interface with this index; empty if there is none. */
    public static Optional<String> name(int index) {
        byte[] name = new byte[NAME_BYTES_MAX];
        long found = NativeLibrary.getProcess().getFunction("if_indextoname").invokeLong(new Object[] {index, name});
        if (found == 0) {
            return Optional.empty();
        }
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return Optional.of(NameText.of(name, length));
    }

    /** The index of the interface with this name; empty if there is none. */
    public static Optional<Integer> index(String name) {
        byte[] bytes = NameText.bytes(name);
        if (bytes.length == 0 || bytes.length >= NAME_BYTES_MAX || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        byte[] terminated = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        int index = NativeLibrary.getProcess().getFunction("if_nametoindex").invokeInt(new Object[] {terminated});
        return index == 0 ? Optional.empty() : Optional.of(index);
    }
}
