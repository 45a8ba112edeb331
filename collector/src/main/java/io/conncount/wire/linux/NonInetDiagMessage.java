package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;

/**
 * One socket that is not over IP, and what such sockets have in common: a struct that begins with family and type, then
 * {@link Attributes}; no mark, no cgroup, no timer, and ends that are named by a number or not at all.
 */
abstract class NonInetDiagMessage implements DiagTable.View {
    static final int FAMILY_OFFSET = 0;
    static final int TYPE_OFFSET = FAMILY_OFFSET + 1;

    /** {@code SK_MEMINFO_*} ({@code linux/sock_diag.h}): a {@code u32} each, of which the tables use two for their queues. */
    static final int MEMINFO_RMEM_ALLOC_OFFSET = 0;

    static final int MEMINFO_WMEM_ALLOC_OFFSET = 8;
    static final int MEMINFO_BYTES_MIN = MEMINFO_WMEM_ALLOC_OFFSET + Integer.BYTES;

    final StructBuffer structs;
    final Attributes attributes;
    private final Protocol protocol;
    private final AddressFamily family;
    private final String struct;
    private final int structBytes;
    private int at;
    private SocketType type;

    /**
     * @param struct the C struct that each message begins with
     * @param lastAttribute the highest type of the attributes that are read
     */
    NonInetDiagMessage(
            Protocol protocol,
            AddressFamily family,
            String struct,
            int structBytes,
            int lastAttribute,
            StructBuffer structs) {
        this.protocol = protocol;
        this.family = family;
        this.struct = struct;
        this.structBytes = structBytes;
        this.structs = structs;
        attributes = new Attributes(structs, lastAttribute);
    }

    @Override
    public final void wrap(int offsetBytes, int lengthBytes) throws DecodeException {
        if (lengthBytes < structBytes) {
            throw new DecodeException(struct, offsetBytes, lengthBytes + " bytes, takes " + structBytes);
        }
        at = offsetBytes;
        int familyNumber = structs.uint8(at + FAMILY_OFFSET);
        if (familyNumber != LinuxNumbers.ofFamily(family)) {
            throw fault("family " + familyNumber + " is not the requested one");
        }
        int typeNumber = structs.uint8(at + TYPE_OFFSET);
        type = LinuxNumbers.type(typeNumber);
        if (type == null) {
            throw fault("type " + typeNumber + " is not a socket type");
        }
        attributes.read(at + structBytes, offsetBytes + lengthBytes);
        check();
    }

    /** Checks what is particular to this table: the state, and the length of attributes. */
    abstract void check() throws DecodeException;

    /** What to throw if something is wrong with the struct. */
    final DecodeException fault(String reason) {
        return new DecodeException(struct, at, reason);
    }

    /** True if the attribute of this type stands first, as the kernel puts it. */
    final boolean isFirst(int attribute) {
        return attributes.valueAt(attribute) == at + structBytes + Attributes.HEADER_BYTES;
    }

    final int uint8(int offset) {
        return structs.uint8(at + offset);
    }

    final int uint16(int offset) {
        return structs.uint16(at + offset);
    }

    final int int32(int offset) {
        return structs.int32(at + offset);
    }

    final long unsigned(int offset) {
        return Integer.toUnsignedLong(structs.int32(at + offset));
    }

    /** A cookie in two halves, the lower one first. */
    final long cookie(int offset) {
        return unsigned(offset) | (long) int32(offset + Integer.BYTES) << Integer.SIZE;
    }

    /** A {@code u32} in an attribute's value; unknown if the attribute did not come. */
    final long unsigned(int attribute, int offset) {
        return attributes.has(attribute)
                ? Integer.toUnsignedLong(structs.int32(attributes.valueAt(attribute) + offset))
                : UNKNOWN;
    }

    /** A number of the memory, in an attribute of this table; unknown if it is another number, or did not come. */
    final long memory(SocketNumber which, int attribute) {
        return InetDiagNumbers.attribute(which) == InetDiag.SKMEMINFO && attributes.has(attribute)
                ? InetDiagNumbers.read(which, structs, attributes.valueAt(attribute), attributes.valueBytes(attribute))
                : UNKNOWN;
    }

    @Override
    public final Protocol protocol() {
        return protocol;
    }

    @Override
    public final SocketType type() {
        return type;
    }

    @Override
    public final AddressFamily family() {
        return family;
    }

    /** Such sockets have no states, and ss shows them all as unconnected. */
    @Override
    public TcpState state() {
        return TcpState.CLOSE;
    }
}
