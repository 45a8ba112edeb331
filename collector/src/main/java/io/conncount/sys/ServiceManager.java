package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The service manager that may have started this process, and that wants to know how it is doing ({@code man 3 sd_notify}):
 * a datagram to the socket that {@code NOTIFY_SOCKET} names. Linux only.
 */
public final class ServiceManager {
    // linux/un.h, asm-generic/socket.h, bits/types/struct_timeval.h
    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM = 2;
    static final int SUN_PATH_OFFSET = Short.BYTES;
    static final int SUN_PATH_BYTES = 108;
    static final int SO_SNDTIMEO = 21;
    static final int TIMEVAL_BYTES = 2 * Long.BYTES;
    static final int MSG_NOSIGNAL = 0x4000;

    private static final int WAIT_SECONDS = 1;
    private static final NativeLibrary LIBC = NativeLibrary.getProcess();

    private ServiceManager() {}

    /**
     * Notifies the service manager; does nothing if there is none.
     *
     * @param state assignments, one per line, such as {@code READY=1} or {@code STOPPING=1}
     * @throws KernelException if the socket is not there or does not take it within a second
     */
    public static void notify(String state) throws KernelException {
        notify(System.getenv("NOTIFY_SOCKET"), state);
    }

    /** The same at this address: a path, or {@code @} and an abstract name; null or empty for no manager. */
    static void notify(String address, String state) throws KernelException {
        if (address == null || address.isEmpty() || HostSystem.current() != HostSystem.LINUX) {
            return;
        }
        String operation = "notify(NOTIFY_SOCKET=" + address + ")";
        ByteBuffer sockaddr = sockaddr(address, operation);
        int descriptor = LIBC.getFunction("socket")
                .invokeInt(new Object[] {AF_UNIX, SOCK_DGRAM | NetlinkSocket.SOCK_CLOEXEC, 0});
        if (descriptor < 0) {
            throw new KernelException(operation, Native.getLastError());
        }
        try {
            send(descriptor, sockaddr, state, operation);
        } finally {
            LIBC.getFunction("close").invokeInt(new Object[] {descriptor});
        }
    }

    private static void send(int descriptor, ByteBuffer sockaddr, String state, String operation)
            throws KernelException {
        ByteBuffer timeval = ByteBuffer.allocateDirect(TIMEVAL_BYTES).order(ByteOrder.nativeOrder());
        timeval.putLong(0, WAIT_SECONDS);
        Object[] timeout = {descriptor, NetlinkSocket.SOL_SOCKET, SO_SNDTIMEO, timeval, TIMEVAL_BYTES};
        LIBC.getFunction("setsockopt").invokeInt(timeout);
        byte[] text = state.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocateDirect(text.length).put(0, text);
        Function sendto = LIBC.getFunction("sendto");
        Object[] arguments = {descriptor, message, new NativeLong(text.length), MSG_NOSIGNAL, sockaddr, sockaddr.limit()
        };
        if (sendto.invokeInt(arguments) < 0) {
            throw new KernelException(operation, Native.getLastError());
        }
    }

    /** {@code struct sockaddr_un}, as long as the name. */
    private static ByteBuffer sockaddr(String address, String operation) throws KernelException {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name[0] != '/' && name[0] != '@') {
            throw new KernelException(operation, Errno.EAFNOSUPPORT);
        }
        if (name.length > SUN_PATH_BYTES) {
            throw new KernelException(operation, Errno.EINVAL);
        }
        if (name[0] == '@') {
            name[0] = 0;
        }
        return ByteBuffer.allocateDirect(SUN_PATH_OFFSET + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) AF_UNIX)
                .put(SUN_PATH_OFFSET, name);
    }
}
