package io.conncount.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names as the C library knows them. Users by the name service switch, with {@code getpwuid_r(3)} and {@code getpwnam_r(3)}:
 * those of a directory service and of systemd's dynamic users too, so a call may wait for the network. Interfaces by
 * {@code if_indextoname(3)} and {@code if_nametoindex(3)}: those of the calling thread's network namespace, whether they have
 * addresses or not.
 *
 * <pre>
 * struct passwd     pw_name char*    pw_passwd char*    pw_uid u32    ...     the same on Linux and FreeBSD
 * </pre>
 */
public final class LibcNames {
    private static final int UID_OFFSET = 2 * Native.POINTER_SIZE;

    /** Room for the struct of either system, with some to spare. */
    private static final int STRUCT_BYTES = 128;

    private static final int TEXTS_BYTES = 16 * 1024;

    /** {@code IF_NAMESIZE} of {@code net/if.h}, the zero byte with it. */
    private static final int INTERFACE_BYTES_MAX = 16;

    private LibcNames() {}

    /** The name of a user; empty if unknown. */
    public static Optional<String> user(long uid) {
        return find("getpwuid_r", (int) uid).map(user -> {
            Pointer name = user.getPointer(0);
            int length = (int) name.indexOf(0, (byte) 0);
            return NameText.of(name.getByteArray(0, length), length);
        });
    }

    /** The number of a user; empty if the name is unknown. */
    public static Optional<Long> uid(String name) {
        byte[] terminated = NameText.bytes(name + '\0');
        return find("getpwnam_r", terminated).map(user -> Integer.toUnsignedLong(user.getInt(UID_OFFSET)));
    }

    private static Optional<Memory> find(String function, Object key) {
        Memory user = new Memory(STRUCT_BYTES + TEXTS_BYTES);
        Memory found = new Memory(Native.POINTER_SIZE);
        Object[] arguments = {key, user, user.share(STRUCT_BYTES), new NativeLong(TEXTS_BYTES), found};
        int error = NativeLibrary.getProcess().getFunction(function).invokeInt(arguments);
        return error == 0 && found.getPointer(0) != null ? Optional.of(user) : Optional.empty();
    }

    /** The name of the interface with this index; empty if none. */
    public static Optional<String> interfaceName(int index) {
        byte[] name = new byte[INTERFACE_BYTES_MAX];
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

    /** The index of the interface with this name; empty if none. */
    public static Optional<Integer> interfaceIndex(String name) {
        byte[] bytes = NameText.bytes(name);
        if (bytes.length == 0 || bytes.length >= INTERFACE_BYTES_MAX || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        byte[] terminated = Arrays.copyOf(bytes, bytes.length + 1);
        int index = NativeLibrary.getProcess().getFunction("if_nametoindex").invokeInt(new Object[] {terminated});
        return index == 0 ? Optional.empty() : Optional.of(index);
    }
}
