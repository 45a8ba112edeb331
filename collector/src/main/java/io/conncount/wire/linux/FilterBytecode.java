package io.conncount.wire.linux;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.FilterSplit;
import io.conncount.filter.OwnerCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter language of inet_diag, which the kernel runs over each socket before it copies anything
 * ({@code linux/inet_diag.h}, {@code INET_DIAG_REQ_BYTECODE}):
 *
 * <pre>
 * struct inet_diag_bc_op     0 code u8    1 yes u8    2 no u16    4
 * </pre>
 *
 * <p>An operation jumps forward by {@code yes} or {@code no} bytes. A program that is left at its end accepts the
 * socket; a jump to four bytes after its end rejects it. The kernel's check goes through the program by
 * {@code yes} only and refuses jumps to places it has not reached: so {@code yes} always leads to the next operation, and
 * what must jump when it holds is followed by a {@code JMP}, which takes its {@code no}, always.
 *
 * <p>An operation is followed by its operand:
 *
 * <pre>
 * S_GE S_LE D_GE D_LE    a second operation with the port as its {@code no}
 * S_COND D_COND          struct inet_diag_hostcond: 0 family u8    1 prefix_len u8    4 port s32, -1 for any    8 addr
 * DEV_COND               u32 the interface's index
 * MARK_COND              struct inet_diag_markcond: 0 mark u32    4 mask u32
 * CGROUP_COND            u64 the cgroup's id
 * </pre>
 *
 * <p>{@code DEV_COND} came with Linux 4.8, {@code MARK_COND} with 4.9, {@code CGROUP_COND} with 5.8, and not where cgroups
 * are not built in. A kernel refuses a program with an operation that it does not know (EINVAL), and one that looks at
 * marks for callers that may not see them (EPERM, without CAP_NET_ADMIN).
 */
public final class FilterBytecode {
    /** A program that accepts every socket. */
    public static final ByteBuffer EVERYTHING = ByteBuffer.allocate(0);

    /** The length is a 16-bit number, and so are jumps; no filter that a person writes comes near. */
    static final int BYTES_MAX = 32 * 1024;

    static final int OP_BYTES = 4;
    static final int JUMP = 1;
    static final int SOURCE_GE = 2;
    static final int SOURCE_LE = 3;
    static final int DESTINATION_GE = 4;
    static final int DESTINATION_LE = 5;
    static final int AUTO = 6;
    static final int SOURCE_HOST = 7;
    static final int DESTINATION_HOST = 8;
    static final int DEVICE = 9;
    static final int MARK = 10;
    static final int CGROUP = 13;
    static final int HOST_CONDITION_BYTES = 8;
    static final int ANY_PORT = -1;

    /** A comparison with an IPv6 address, and a jump. */
    private static final int TEST_BYTES_MAX = OP_BYTES + HOST_CONDITION_BYTES + 2 * Long.BYTES + OP_BYTES;

    private final ByteBuffer program = ByteBuffer.allocate(BYTES_MAX).order(ByteOrder.nativeOrder());

    private FilterBytecode() {}

    /** Matches every socket, and makes the kernel refuse if it does not report marks. */
    private static final Condition MARKS_TOLD = new OwnerCondition.MarkIs(0, 0);

    /** What kernels can decide. */
    public enum Operations implements FilterSplit.Decider {
        /** The operations of Linux 2.6, and marks, without which a missing mark could not be detected. */
        EARLY,
        /** All current operations. */
        ALL;

        @Override
        public boolean decides(Condition condition) {
            if (condition instanceof Condition.All all) {
                return decidesEach(all.terms());
            } else if (condition instanceof Condition.Any any) {
                return decidesEach(any.terms());
            } else if (condition instanceof Condition.Not not) {
                return decides(not.term());
            }
            if (condition instanceof OwnerCondition.InCgroups cgroup
                    && cgroup.ids().isEmpty()) {
                return false;
            }
            if (condition instanceof OwnerCondition.InCgroups
                    || condition instanceof Condition.InterfaceIs
                    || condition instanceof OwnerCondition.CgroupIs) {
                return this == ALL;
            }
            return condition instanceof EndCondition.PortIn
                    || condition instanceof EndCondition.AddressIn
                    || condition instanceof OwnerCondition.MarkIs
                    || condition instanceof EndCondition.Autobound;
        }

        private boolean decidesEach(List<Condition> terms) {
            for (Condition term : terms) {
                if (!decides(term)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean hasRoomFor(List<Condition> conditions) {
            int bytes = lengthBytesMax(MARKS_TOLD);
            for (Condition condition : conditions) {
                bytes += lengthBytesMax(condition);
            }
            return bytes <= BYTES_MAX;
        }
    }

    /** True if the program for the split has an operation that some kernels do not know. */
    public static boolean hasLateOperation(FilterSplit split) {
        return !Operations.EARLY.decidesEach(split.bySource());
    }

    /**
     * The program by which the kernel decides its part of a filter; empty if it is to copy every socket. If only the part
     * evaluated here uses marks, the program uses them too, so that a kernel that does not report them refuses.
     */
    public static ByteBuffer of(FilterSplit split) {
        if (split.sourceLooksAtMark() || !split.looksAtMark()) {
            return of(split.bySource());
        }
        List<Condition> all = new ArrayList<>(split.bySource());
        all.add(MARKS_TOLD);
        return of(all);
    }

    /** No program for the condition is longer than this. */
    static int lengthBytesMax(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return lengthBytesMax(not.term());
        } else if (condition instanceof OwnerCondition.InCgroups cgroup) {
            return lengthBytesMax(cgroup.each());
        }
        List<Condition> terms = List.of();
        if (condition instanceof Condition.All all) {
            terms = all.terms();
        } else if (condition instanceof Condition.Any any) {
            terms = any.terms();
        }
        int bytes = TEST_BYTES_MAX;
        for (Condition term : terms) {
            bytes += lengthBytesMax(term);
        }
        return bytes;
    }

    /** The program that accepts the sockets for which every condition holds; {@link Operations} decide each. */
    static ByteBuffer of(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return EVERYTHING;
        }
        FilterBytecode writer = new FilterBytecode();
        Target reject = new Target();
        writer.put(new Condition.All(conditions), true, reject);
        ByteBuffer program = writer.program.flip();
        reject.set(program, program.limit() + OP_BYTES);
        return program;
    }

    /** A place further on in the program, and the operations that jump to it. */
    private static final class Target {
        private final List<Integer> from = new ArrayList<>();

        void set(ByteBuffer program, int to) {
            for (int operation : from) {
                program.putShort(operation + 2, (short) (to - operation));
            }
        }
    }

    /** Goes on if the condition is as wanted, else jumps. */
    private void put(Condition condition, boolean wanted, Target otherwise) {
        if (condition instanceof Condition.Not not) {
            put(not.term(), !wanted, otherwise);
        } else if (condition instanceof Condition.All all) {
            putTerms(all.terms(), true, wanted, otherwise);
        } else if (condition instanceof Condition.Any any) {
            putTerms(any.terms(), false, wanted, otherwise);
        } else if (condition instanceof OwnerCondition.InCgroups cgroup) {
            put(cgroup.each(), wanted, otherwise);
        } else if (wanted) {
            putTest(condition, otherwise);
        } else {
            Target after = new Target();
            putTest(condition, after);
            putJump(otherwise);
            after.set(program, program.position());
        }
    }

    /**
     * Conditions that must all be as {@code each} for the whole to be so: with true a conjunction, with false, which turns both
     * around, the negation of a disjunction.
     */
    private void putTerms(List<Condition> terms, boolean each, boolean wanted, Target otherwise) {
        if (each == wanted) {
            for (Condition term : terms) {
                put(term, each, otherwise);
            }
            return;
        }
        // The first term that is false decides, and continues after the last; if all are true, the last one jumps.
        Target after = new Target();
        for (int i = 0; i < terms.size() - 1; i++) {
            put(terms.get(i), each, after);
        }
        put(terms.get(terms.size() - 1), !each, otherwise);
        after.set(program, program.position());
    }

    /** Goes on if the condition holds, else jumps. */
    private void putTest(Condition condition, Target otherwise) {
        if (condition instanceof EndCondition.PortIn ports) {
            putPorts(ports, otherwise);
        } else if (condition instanceof EndCondition.AddressIn address) {
            putHost(address, otherwise);
        } else if (condition instanceof Condition.InterfaceIs device) {
            putOperation(DEVICE, Integer.BYTES, otherwise);
            program.putInt(device.index());
        } else if (condition instanceof OwnerCondition.MarkIs mark) {
            putOperation(MARK, 2 * Integer.BYTES, otherwise);
            program.putInt(mark.mark()).putInt(mark.mask());
        } else if (condition instanceof OwnerCondition.CgroupIs cgroup) {
            putOperation(CGROUP, Long.BYTES, otherwise);
            program.putLong(cgroup.id());
        } else if (condition instanceof EndCondition.Autobound autobound) {
            putOperation(AUTO, 0, otherwise);
            putPorts(new EndCondition.PortIn(Side.LOCAL, autobound.portMin(), autobound.portMax()), otherwise);
        } else {
            throw new IllegalArgumentException("the kernel does not evaluate " + condition);
        }
    }

    private void putPorts(EndCondition.PortIn ports, Target otherwise) {
        boolean source = ports.side() == Side.LOCAL;
        if (ports.min() > 0) {
            putOperation(source ? SOURCE_GE : DESTINATION_GE, OP_BYTES, otherwise);
            putOperand(ports.min());
        }
        if (ports.max() < PortBox.PORT_MAX) {
            putOperation(source ? SOURCE_LE : DESTINATION_LE, OP_BYTES, otherwise);
            putOperand(ports.max());
        }
    }

    private void putHost(EndCondition.AddressIn address, Target otherwise) {
        boolean ipv4 = address.family() == AddressFamily.IPV4;
        int code = address.side() == Side.LOCAL ? SOURCE_HOST : DESTINATION_HOST;
        putOperation(code, HOST_CONDITION_BYTES + (ipv4 ? Integer.BYTES : 2 * Long.BYTES), otherwise);
        program.put((byte) LinuxNumbers.ofFamily(address.family()))
                .put((byte) address.prefixBits())
                .putShort((short) 0)
                .putInt(ANY_PORT)
                .order(ByteOrder.BIG_ENDIAN);
        if (ipv4) {
            program.putInt((int) address.low());
        } else {
            program.putLong(address.high()).putLong(address.low());
        }
        program.order(ByteOrder.nativeOrder());
    }

    private void putOperation(int code, int operandBytes, Target otherwise) {
        otherwise.from.add(program.position());
        program.put((byte) code).put((byte) (OP_BYTES + operandBytes)).putShort((short) 0);
    }

    private void putJump(Target to) {
        putOperation(JUMP, 0, to);
    }

    private void putOperand(int port) {
        program.put((byte) 0).put((byte) 0).putShort((short) port);
    }
}
