package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Checks and runs filter programs as {@code net/ipv4/inet_diag.c} does, on sockets of ours. */
final class BytecodeMachine {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int HOST_FAMILY = FilterBytecode.OP_BYTES;
    private static final int HOST_PREFIX_BITS = HOST_FAMILY + 1;
    private static final int HOST_PORT = HOST_FAMILY + 4;
    private static final int HOST_ADDRESS = HOST_PORT + 4;

    private final ByteBuffer program;

    BytecodeMachine(ByteBuffer program) {
        this.program = program.slice().order(ByteOrder.nativeOrder());
    }

    /**
     * {@code inet_diag_bc_run}.
     *
     * @param autobound what the kernel knows of the socket's local port, and does not tell
     */
    boolean accepts(SocketView socket, boolean autobound) {
        int at = 0;
        int left = program.capacity();
        while (left > 0) {
            int step = holds(at, socket, autobound) ? yes(at) : no(at);
            at += step;
            left -= step;
        }
        return left == 0;
    }

    private boolean holds(int at, SocketView socket, boolean autobound) {
        int operand = at + FilterBytecode.OP_BYTES;
        return switch (program.get(at)) {
            case FilterBytecode.JUMP -> false;
            case FilterBytecode.SOURCE_GE -> socket.localPort() >= no(operand);
            case FilterBytecode.SOURCE_LE -> socket.localPort() <= no(operand);
            case FilterBytecode.DESTINATION_GE -> socket.remotePort() >= no(operand);
            case FilterBytecode.DESTINATION_LE -> socket.remotePort() <= no(operand);
            case FilterBytecode.AUTO -> autobound;
            case FilterBytecode.SOURCE_HOST ->
                isHost(at, socket.family(), socket.localAddressHigh(), socket.localAddressLow());
            case FilterBytecode.DESTINATION_HOST ->
                isHost(at, socket.family(), socket.remoteAddressHigh(), socket.remoteAddressLow());
            case FilterBytecode.DEVICE -> program.getInt(operand) == socket.interfaceIndex();
            case FilterBytecode.MARK -> ((int) socket.mark() & program.getInt(operand + 4)) == program.getInt(operand);
            case FilterBytecode.CGROUP -> program.getLong(operand) == socket.cgroupId();
            default -> throw new AssertionError("code " + program.get(at));
        };
    }

    private boolean isHost(int at, AddressFamily family, long high, long low) {
        if (program.getInt(at + HOST_PORT) != -1) {
            throw new AssertionError("ports have operations of their own");
        }
        int wanted = program.get(at + HOST_FAMILY);
        ByteBuffer address = ByteBuffer.allocate(IPV6_BYTES);
        if (family == AddressFamily.IPV4) {
            address.putInt(0, (int) low);
        } else {
            address.putLong(0, high).putLong(8, low);
        }
        if (wanted == LinuxNumbers.ofFamily(family)) {
            return beginsWith(address, 0, at);
        }
        boolean mapped = high == 0 && low >>> 32 == 0xffff;
        return family == AddressFamily.IPV6 && wanted == LinuxNumbers.AF_INET && mapped && beginsWith(address, 12, at);
    }

    private boolean beginsWith(ByteBuffer address, int from, int at) {
        for (int bit = 0; bit < Byte.toUnsignedInt(program.get(at + HOST_PREFIX_BITS)); bit++) {
            int mask = 0x80 >> bit % 8;
            if (((address.get(from + bit / 8) ^ program.get(at + HOST_ADDRESS + bit / 8)) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code inet_diag_bc_audit}: what the kernel refuses to run. */
    boolean passesAudit() {
        int at = 0;
        int left = program.capacity();
        while (left > 0) {
            int takes = left < FilterBytecode.OP_BYTES ? Integer.MAX_VALUE : takes(at, left);
            if (takes > left || !isJump(no(at), takes, left) || !isJump(yes(at), takes, left)) {
                return false;
            }
            if (no(at) < left && !isReached(left - no(at))) {
                return false;
            }
            left -= yes(at);
            at += yes(at);
        }
        return left == 0;
    }

    private int takes(int at, int left) {
        int operandBytes = switch (program.get(at)) {
            case FilterBytecode.JUMP, FilterBytecode.AUTO -> 0;
            case FilterBytecode.SOURCE_HOST, FilterBytecode.DESTINATION_HOST -> hostBytes(at, left);
            case FilterBytecode.MARK, FilterBytecode.CGROUP -> 8;
            default -> 4;
        };
        return FilterBytecode.OP_BYTES + operandBytes;
    }

    private int hostBytes(int at, int left) {
        if (left < HOST_ADDRESS) {
            return left;
        }
        int addressBytes = program.get(at + HOST_FAMILY) == LinuxNumbers.AF_INET ? IPV4_BYTES : IPV6_BYTES;
        boolean fits = Byte.toUnsignedInt(program.get(at + HOST_PREFIX_BITS)) <= 8 * addressBytes;
        return fits ? FilterBytecode.HOST_CONDITION_BYTES + addressBytes : left;
    }

    private static boolean isJump(int bytes, int takes, int left) {
        return bytes >= takes && bytes <= left + 4 && bytes % 4 == 0;
    }

    /** {@code valid_cc}: true if going by {@code yes} alone leaves so many bytes at some point. */
    private boolean isReached(int bytesLeft) {
        int at = 0;
        int left = program.capacity();
        while (left > bytesLeft) {
            left -= yes(at);
            at += yes(at);
        }
        return left == bytesLeft;
    }

    private int yes(int at) {
        return Byte.toUnsignedInt(program.get(at + 1));
    }

    private int no(int at) {
        return Short.toUnsignedInt(program.getShort(at + 2));
    }
}
