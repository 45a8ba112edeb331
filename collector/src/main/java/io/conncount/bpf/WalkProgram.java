package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The program that walks a part of the kernel's table of TCP connections, written for one question. It is one flat loop over
 * a step, because the verifier gives up on nested ones. A step does one of these, as {@link WalkState} says:
 *
 * <ul>
 *   <li>takes the next bucket, if it is empty;
 *   <li>looks at the next socket, and writes a row of lanes if it is one that the question asks for, and counts it in the map
 *       of groups. Without such a map, rows stay until this program has taken them;
 *   <li>takes back what was counted of a chain, to read it again: its end was another bucket's, because a socket on the way
 *       was freed and is now there ({@code include/linux/list_nulls.h}).
 * </ul>
 */
final class WalkProgram extends SocketCode implements LoopProgram {
    /** How often a chain is read again. */
    static final int TRIES_MAX = 8;

    private static final int E2BIG = 7;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    /** An end of a chain that belongs to no bucket. */
    private static final int NO_BUCKET = -1;

    private final WalkQuestion question;
    private final int stateMap;
    private final int groupMap;
    private final int rowsMax;
    private final Slots slots = new Slots(WalkState.SLOTS, WalkState.SLOTS_MAX);
    private final FieldCode fields;
    private final ExpressionCode expressions;
    private final int nodeOffset;
    private final Label step = new Label();
    /** Where the step goes on after a socket. */
    private final Label next = new Label();

    /**
     * The descriptors of its maps.
     *
     * @param state an array whose one value is the state, with room for the rows
     * @param groups counts by lanes; {@link #NO_GROUPS} if rows are to be kept
     */
    record Maps(int state, int groups) {}

    static final int NO_GROUPS = -1;

    WalkProgram(KernelLayout layout, WalkQuestion question, Maps maps, int rowsMax) {
        super(new Assembler(), layout);
        this.question = question;
        this.rowsMax = rowsMax;
        stateMap = maps.state();
        groupMap = maps.groups();
        fields = new FieldCode(code, layout, slots, question.namespaces().isPresent());
        expressions = new ExpressionCode(code, STATE, slots);
        nodeOffset = layout.common("skc_nulls_node").offsetBytes();
        if (nodeOffset + Long.BYTES > WalkState.HEAD_BYTES_MAX) {
            throw new WalkRefusedException(
                    "the head of this kernel's sockets has more than " + WalkState.HEAD_BYTES_MAX + " bytes");
        }
    }

    @Override
    public int stepInstruction() {
        return step.instruction();
    }

    @Override
    public ByteBuffer write(int stepsMax) {
        entry(stepsMax);
        code.place(step);
        code.mapValue(STATE, stateMap);
        Label undo = new Label();
        Label socket = new Label();
        Label chainEnd = new Label();
        if (counts()) {
            code.load(Width.DOUBLE, Register.R1, STATE, WalkState.UNDOING);
            code.jump(Jump.NE, Register.R1, 0, undo);
        }
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.NODE);
        code.jump(Jump.NE, Register.R7, 0, socket);
        nextBucket(chainEnd);
        code.place(socket);
        if (!counts()) {
            waitForRoom();
        }
        socket();
        code.place(next);
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.NODE);
        code.jump(Jump.SET, Register.R7, 1, chainEnd);
        goOn();
        code.place(chainEnd);
        chainEnd();
        if (counts()) {
            code.place(undo);
            undo();
        }
        return code.program();
    }

    private boolean counts() {
        return groupMap != NO_GROUPS;
    }

    /** Finds the table of the calling thread's network namespace, and takes steps. */
    private void entry(int stepsMax) {
        code.mapValue(STATE, stateMap);
        code.call(Helper.GET_CURRENT_TASK);
        follow(Register.R0, layout.member("task_struct", "nsproxy"), layout.member("nsproxy", "net_ns"));
        store(WalkState.NET, Register.R0);
        Member hashinfo = layout.member("net", "ipv4.tcp_death_row.hashinfo");
        if (hashinfo.isPointer()) {
            follow(Register.R0, hashinfo);
        } else {
            code.compute(Operation.ADD, Register.R0, hashinfo.offsetBytes());
        }
        store(WalkState.POINTER, Register.R0);
        read(
                WalkState.EHASH,
                Long.BYTES,
                Register.R0,
                layout.member("inet_hashinfo", "ehash").offsetBytes());
        code.load(Width.DOUBLE, Register.R0, STATE, WalkState.POINTER);
        readNumber(WalkState.EHASH_MASK, layout.member("inet_hashinfo", "ehash_mask"), Register.R0);
        loop(step, stepsMax);
    }

    /** Takes the next bucket, whose first socket is R7 then; ends the step for an empty one, and the loop after the last. */
    private void nextBucket(Label chainEnd) {
        Label more = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.BUCKET);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.END);
        code.jump(Jump.LT, Register.R7, Register.R1, more);
        stop();
        code.place(more);
        Label known = new Label();
        code.jump(Jump.SET, Register.R7, WalkState.HEADS_COUNT - 1, known);
        readHeads(WalkState.HEADS, WalkState.HEADS_COUNT * Long.BYTES);
        code.place(known);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.AND, Register.R1, WalkState.HEADS_COUNT - 1);
        code.compute(Operation.LSH, Register.R1, 3);
        code.compute(Operation.ADD, Register.R1, STATE);
        code.load(Width.DOUBLE, Register.R1, Register.R1, WalkState.HEADS);
        code.compute(Operation.ADD, Register.R7, 1);
        store(WalkState.BUCKET, Register.R7);
        code.store(Width.DOUBLE, STATE, WalkState.TRIES, 0);
        beginChain();
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.NODE);
        code.jump(Jump.SET, Register.R7, 1, chainEnd);
    }

    /** Reads the first sockets of buckets, from that in R7 on. */
    private void readHeads(int to, int bytes) {
        code.load(Width.DOUBLE, Register.R0, STATE, WalkState.EHASH);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.LSH, Register.R1, 3);
        code.compute(Operation.ADD, Register.R0, Register.R1);
        read(to, bytes, Register.R0, 0);
    }

    /** Begins with the node in R1, the first of a chain. */
    private void beginChain() {
        node();
        code.store(Width.DOUBLE, STATE, WalkState.CHAIN_FULL, 0);
        code.store(Width.DOUBLE, STATE, WalkState.CHAIN_TIME_WAIT, 0);
        code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 0);
        if (counts()) {
            code.store(Width.DOUBLE, STATE, WalkState.ROWS, 0);
        } else {
            code.load(Width.DOUBLE, Register.R1, STATE, WalkState.ROWS);
            store(WalkState.CHAIN_ROWS, Register.R1);
        }
    }

    /** The node in R1 is next. What could not be read is 0, and ends the chain at no bucket. */
    private void node() {
        Label read = new Label();
        code.jump(Jump.NE, Register.R1, 0, read);
        code.move(Register.R1, NO_BUCKET);
        code.place(read);
        store(WalkState.NODE, Register.R1);
    }

    private void socket() {
        code.move(SOCKET, Register.R7);
        code.compute(Operation.SUB, SOCKET, nodeOffset);
        read(WalkState.HEAD, nodeOffset + Long.BYTES, SOCKET, 0);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.HEAD + nodeOffset);
        node();
        Set<Expression> loaded = new LinkedHashSet<>();
        namespace(loaded);
        Expression state = Expression.of(SocketField.STATE);
        slots.add(state);
        state(slots.offset(state));
        families();
        slots.add(question.filter());
        loadNew(loaded);
        if (!question.filter().equals(Predicate.ALWAYS)) {
            expressions.unless(question.filter(), next);
        }
        question.lanes().forEach(slots::add);
        loadNew(loaded);
        row();
    }

    private void namespace(Set<Expression> loaded) {
        if (question.namespaces().isPresent()) {
            Predicate wanted = RangeSearch.among(
                    new Expression.NumberOf(SocketNumber.NETNS_INODE),
                    question.namespaces().get());
            slots.add(wanted);
            loadNew(loaded);
            expressions.unless(wanted, next);
        } else {
            head(Register.R1, layout.common("skc_net.net"));
            code.load(Width.DOUBLE, Register.R2, STATE, WalkState.NET);
            code.jump(Jump.NE, Register.R1, Register.R2, next);
        }
    }

    private void loadNew(Set<Expression> loaded) {
        Set<Expression> leaves = new LinkedHashSet<>(slots.leaves());
        leaves.removeAll(loaded);
        fields.load(leaves);
        loaded.addAll(leaves);
    }

    /** Counts the socket by its kind, finds its state, and leaves it if that is not asked for. */
    private void state(int slot) {
        Label full = new Label();
        Label mapped = new Label();
        Label request = new Label();
        head(KERNEL_STATE, layout.common("skc_state"));
        code.jump(Jump.EQ, KERNEL_STATE, TCP_NEW_SYN_RECV, request);
        code.jump(Jump.NE, KERNEL_STATE, TCP_TIME_WAIT, full);
        add(WalkState.CHAIN_TIME_WAIT, 1);
        readNumber(slot, layout.member("inet_timewait_sock", "tw_substate"), SOCKET);
        code.jump(mapped);
        code.place(request);
        code.move(Register.R1, kernelState(TcpState.SYN_RECV));
        code.jump(mapped);
        code.place(full);
        add(WalkState.CHAIN_FULL, 1);
        code.move(Register.R1, KERNEL_STATE);
        code.place(mapped);
        code.compute(Operation.SUB, Register.R1, 1);
        code.compute(Operation.AND, Register.R1, Integer.SIZE - 1);
        store(slot, Register.R1);
        int mask = 0;
        for (TcpState state : question.states()) {
            mask |= 1 << state.ordinal();
        }
        code.move(Register.R2, mask);
        code.compute(Operation.RSH, Register.R2, Register.R1);
        code.compute(Operation.AND, Register.R2, 1);
        code.jump(Jump.EQ, Register.R2, 0, next);
    }

    /** The kernel's number of a state: {@link TcpState} has them in this order ({@code enum} in {@code linux/bpf.h}). */
    private static int kernelState(TcpState state) {
        return state.ordinal() + 1;
    }

    private void families() {
        if (question.families().containsAll(AddressFamily.IP)) {
            return;
        }
        int family = question.families().contains(AddressFamily.IPV4) ? AF_INET : AF_INET6;
        head(Register.R1, layout.common("skc_family"));
        code.jump(Jump.NE, Register.R1, family, next);
    }

    /** Writes a row of lanes, and counts it or keeps it. */
    private void row() {
        Label full = new Label();
        Label written = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.ROWS);
        code.jump(Jump.GE, Register.R7, rowsMax, full);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.ADD, Register.R1, 1);
        store(WalkState.ROWS, Register.R1);
        code.jump(written);
        code.place(full);
        if (counts()) {
            code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 1);
            code.move(Register.R7, rowsMax - 1);
        } else {
            // There is room, or the socket would not have been read; but the verifier does not know.
            stop();
        }
        code.place(written);
        code.compute(Operation.MUL, Register.R7, question.rowBytes());
        code.compute(Operation.ADD, Register.R7, STATE);
        code.compute(Operation.ADD, Register.R7, WalkState.ROW_AREA);
        for (int lane = 0; lane < question.lanes().size(); lane++) {
            expressions.value(question.lanes().get(lane));
            code.store(Width.DOUBLE, Register.R7, lane * Long.BYTES, Register.R1);
        }
        if (counts()) {
            count();
        }
    }

    /** Leaves the loop until rows have been taken. If the chain alone has filled the room, it cannot be read again. */
    private void waitForRoom() {
        Label room = new Label();
        Label settled = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.ROWS);
        code.jump(Jump.LT, Register.R1, rowsMax, room);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.CHAIN_ROWS);
        code.jump(Jump.NE, Register.R1, 0, settled);
        code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 1);
        code.place(settled);
        stop();
        code.place(room);
    }

    /** Counts the row at R7 in its group. */
    private void count() {
        Label unknown = new Label();
        add(WalkState.SOCKETS, 1);
        lookUp();
        code.jump(Jump.EQ, Register.R0, 0, unknown);
        change(1);
        code.jump(next);
        code.place(unknown);
        code.map(Register.R1, groupMap);
        code.move(Register.R2, Register.R7);
        code.move(Register.R3, STATE);
        code.compute(Operation.ADD, Register.R3, WalkState.ONE);
        code.move(Register.R4, 0);
        code.call(Helper.MAP_UPDATE_ELEM);
        code.jump(Jump.EQ, Register.R0, 0, next);
        Label full = new Label();
        code.jump(Jump.EQ, Register.R0, -E2BIG, full);
        add(WalkState.FAILED, 1);
        code.jump(next);
        code.place(full);
        add(WalkState.UNGROUPED, 1);
    }

    private void lookUp() {
        code.map(Register.R1, groupMap);
        code.move(Register.R2, Register.R7);
        code.call(Helper.MAP_LOOKUP_ELEM);
    }

    /** Changes the count at R0. No other thread has it. */
    private void change(int by) {
        code.load(Width.DOUBLE, Register.R1, Register.R0, 0);
        code.compute(Operation.ADD, Register.R1, by);
        code.store(Width.DOUBLE, Register.R0, 0, Register.R1);
    }

    private void chainEnd() {
        Label settled = new Label();
        Label unsettled = new Label();
        code.compute(Operation.RSH, Register.R7, 1);
        code.compute(Operation.ADD, Register.R7, 1);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.BUCKET);
        code.jump(Jump.EQ, Register.R7, Register.R1, settled);
        code.load(Width.DOUBLE, Register.R2, STATE, WalkState.PARTIAL);
        code.jump(Jump.NE, Register.R2, 0, unsettled);
        code.load(Width.DOUBLE, Register.R2, STATE, WalkState.TRIES);
        code.jump(Jump.GE, Register.R2, TRIES_MAX, unsettled);
        code.compute(Operation.ADD, Register.R2, 1);
        store(WalkState.TRIES, Register.R2);
        if (counts()) {
            code.store(Width.DOUBLE, STATE, WalkState.UNDOING, 1);
        } else {
            code.load(Width.DOUBLE, Register.R2, STATE, WalkState.CHAIN_ROWS);
            store(WalkState.ROWS, Register.R2);
            readAgain();
        }
        goOn();
        code.place(unsettled);
        add(WalkState.UNSETTLED, 1);
        code.place(settled);
        code.store(Width.DOUBLE, STATE, WalkState.NODE, 0);
        addUp(WalkState.FULL, WalkState.CHAIN_FULL);
        addUp(WalkState.TIME_WAIT, WalkState.CHAIN_TIME_WAIT);
        goOn();
    }

    /** Takes one row of the chain back; after the last one, reads the chain again. */
    private void undo() {
        Label more = new Label();
        Label bounded = new Label();
        Label group = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.ROWS);
        code.jump(Jump.NE, Register.R7, 0, more);
        code.store(Width.DOUBLE, STATE, WalkState.UNDOING, 0);
        readAgain();
        goOn();
        code.place(more);
        code.compute(Operation.SUB, Register.R7, 1);
        code.jump(Jump.LT, Register.R7, rowsMax, bounded);
        code.move(Register.R7, 0);
        code.place(bounded);
        store(WalkState.ROWS, Register.R7);
        add(WalkState.SOCKETS, -1);
        code.compute(Operation.MUL, Register.R7, question.rowBytes());
        code.compute(Operation.ADD, Register.R7, STATE);
        code.compute(Operation.ADD, Register.R7, WalkState.ROW_AREA);
        lookUp();
        code.jump(Jump.NE, Register.R0, 0, group);
        add(WalkState.UNGROUPED, -1);
        goOn();
        code.place(group);
        change(-1);
        goOn();
    }

    private void readAgain() {
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.BUCKET);
        code.compute(Operation.SUB, Register.R7, 1);
        readHeads(WalkState.POINTER, Long.BYTES);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.POINTER);
        beginChain();
    }

    private void addUp(int sum, int number) {
        code.load(Width.DOUBLE, Register.R1, STATE, sum);
        code.load(Width.DOUBLE, Register.R2, STATE, number);
        code.compute(Operation.ADD, Register.R1, Register.R2);
        store(sum, Register.R1);
    }
}
