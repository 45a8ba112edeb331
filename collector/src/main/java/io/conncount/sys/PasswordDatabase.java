package io.conncount.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * Users as the name service switch knows them, by {@code getpwuid_r(3)} and {@code getpwnam_r(3)}: those of a directory service
 * and of systemd's dynamic users too. A call may wait for the network.
 *
 * <pre>
 * struct passwd     pw_name char*    pw_passwd char*    pw_uid u32    ...     the same on Linux and FreeBSD
 * </pre>
 */
public final class PasswordDatabase {
    private static final int UID_OFFSET = 2 * Native.POINTER_SIZE;

    /** Room for the struct of either system, with some to spare. */
    private static final int STRUCT_BYTES = 128;

    private static final int TEXTS_BYTES = 16 * 1024;

    private PasswordDatabase() {}

    /** The name of a user; empty if nobody knows one. */
    public static Optional<String> name(long uid) {
        return find("getpwuid_r", (int) uid).map(user -> {
            Pointer name = user.getPointer(0);
            int length = (int) name.indexOf(0, (byte) 0);
            return NameText.of(name.getByteArray(0, length), length);
        });
    }

    /** The number of a user; empty if nobody knows the name. */
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
}
