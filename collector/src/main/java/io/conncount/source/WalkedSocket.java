package io.conncount.source;

import io.conncount.bpf.KernelWalk;
import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A TCP connection as a walk in the kernel wrote it: it tells what was asked of it, and nothing else. */
final class WalkedSocket implements SocketView, KernelWalk.RowSink, KernelWalk.GroupSink {
    /** Of sockets that no process holds. */
    private static final long NO_IDENTITY = 0;

    private static final AddressFamily[] FAMILIES = AddressFamily.values();
    private static final TcpState[] STATES = TcpState.values();
    private static final int NOT_ASKED = -1;

    private final SocketSink sink;
    private final int[] fields = new int[SocketField.values().length];
    private final int[] numbers = new int[SocketNumber.values().length];
    private final ByteBuffer name = ByteBuffer.allocate(2 * Long.BYTES);
    private final ByteBuffer group;
    private ByteBuffer memory;
    private int at;
    /** True while {@link #identity} is that of sockets that are alike. */
    private boolean grouped;

    private long identity;

    /** @param lanes the fields and numbers that rows have, in their order */
    WalkedSocket(List<Expression> lanes, SocketSink sink) {
        this.sink = sink;
        group = ByteBuffer.allocate(lanes.size() * Long.BYTES).order(ByteOrder.nativeOrder());
        Arrays.fill(fields, NOT_ASKED);
        Arrays.fill(numbers, NOT_ASKED);
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (lanes.get(lane) instanceof Expression.Field field) {
                fields[field.field().ordinal()] = lane * Long.BYTES;
            } else if (lanes.get(lane) instanceof Expression.NumberOf number) {
                numbers[number.number().ordinal()] = lane * Long.BYTES;
            }
        }
    }

    @Override
    public void accept(ByteBuffer rows, int atBytes) {
        memory = rows;
        at = atBytes;
        grouped = false;
        sink.accept(this);
    }

    /** Shows sockets that no process holds. */
    @Override
    public void accept(long[] lanes, long sockets) {
        accept(lanes, NO_IDENTITY, sockets);
    }

    /** Shows sockets that are alike, with the identity by which their holder is found. */
    void accept(long[] lanes, long identityOfAll, long sockets) {
        for (int lane = 0; lane < lanes.length; lane++) {
            group.putLong(lane * Long.BYTES, lanes[lane]);
        }
        memory = group;
        at = 0;
        grouped = true;
        identity = identityOfAll;
        sink.accept(this, sockets);
    }

    /** Of rows the number of the inode. */
    @Override
    public long identity() {
        return grouped ? identity : number(SocketNumber.INODE);
    }

    @Override
    public boolean satisfied() {
        return sink.satisfied();
    }

    private long field(SocketField field) {
        return memory.getLong(at + asked(fields[field.ordinal()], field));
    }

    private static int asked(int offset, Enum<?> what) {
        if (offset == NOT_ASKED) {
            throw new IllegalStateException("the walk was not asked for " + what);
        }
        return offset;
    }

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public SocketType type() {
        return SocketType.STREAM;
    }

    @Override
    public AddressFamily family() {
        return FAMILIES[(int) field(SocketField.FAMILY)];
    }

    @Override
    public TcpState state() {
        return STATES[(int) field(SocketField.STATE)];
    }

    @Override
    public int localPort() {
        return (int) field(SocketField.LOCAL_PORT);
    }

    @Override
    public int remotePort() {
        return (int) field(SocketField.REMOTE_PORT);
    }

    @Override
    public long localAddressHigh() {
        return field(SocketField.LOCAL_ADDRESS_HIGH);
    }

    @Override
    public long localAddressLow() {
        return field(SocketField.LOCAL_ADDRESS_LOW);
    }

    @Override
    public long remoteAddressHigh() {
        return field(SocketField.REMOTE_ADDRESS_HIGH);
    }

    @Override
    public long remoteAddressLow() {
        return field(SocketField.REMOTE_ADDRESS_LOW);
    }

    @Override
    public int interfaceIndex() {
        return (int) field(SocketField.INTERFACE_INDEX);
    }

    @Override
    public boolean owned() {
        return field(SocketField.OWNED) != 0;
    }

    @Override
    public int uid() {
        return (int) field(SocketField.UID);
    }

    @Override
    public long cgroupId() {
        return field(SocketField.CGROUP_ID);
    }

    @Override
    public long mark() {
        return field(SocketField.MARK);
    }

    @Override
    public int timer() {
        return (int) field(SocketField.TIMER);
    }

    @Override
    public long number(SocketNumber which) {
        return memory.getLong(at + asked(numbers[which.ordinal()], which));
    }

    /** The name of the congestion control; no walk has another text. */
    @Override
    public int text(SocketText which, byte[] into) {
        if (which != SocketText.CONGESTION) {
            throw new IllegalStateException("walks have no " + which);
        }
        name.putLong(0, field(SocketField.CONGESTION_FIRST)).putLong(Long.BYTES, field(SocketField.CONGESTION_LAST));
        int bytes = 0;
        while (bytes < name.capacity() && name.get(bytes) != 0) {
            bytes++;
        }
        name.get(0, into, 0, Math.min(bytes, into.length));
        return bytes == 0 ? -1 : bytes;
    }
}
