package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The program that walks a part of the kernel's table of TCP connections, written for one question. It is one flat loop over
 * a step, because the verifier gives up on nested ones. A step does one of these, as {@link WalkState} says:
 *
 * <ul>
 *   <li>takes the next bucket, if it is empty;
 *   <li>looks at the next socket, and writes a row of lanes if it is one that the question asks for. The row is counted in its
 *       group, or stays until this program has taken it;
 *   <li>fetches the next socket of each of eight buckets into the processor's cache. A chain leads from one socket to the next, so a
 *       processor that follows it waits for memory each time; of eight chains it waits for all at once;
 *   <li>takes back what was counted of a chain, to read it again: its end was another bucket's, because a socket on the way
 *       was freed and is now there ({@code include/linux/list_nulls.h}).
 * </ul>
 */
final class WalkProgram extends SocketCode implements LoopProgram {
    /** How often a chain is read again. */
    static final int TRIES_MAX = 8;

    /** How many sockets of each of eight chains are fetched: as many as stay in the cache until they are looked at. */
    private static final int FETCHED_MAX = 6;

    /** An end of a chain that belongs to no bucket. */
    private static final int NO_BUCKET = -1;

    private final WalkQuestion question;
    private final int stateMap;
    private final Room room;
    private final int nodeOffset;
    private final Label step = new Label();
    /** Where the step goes on after a socket. */
    private final Label next = new Label();

    private final QuestionCode asked;
    private final GroupCode groups;

    /** Where rows go, so many at most. */
    private record Room(boolean counts, int rowsMax) {}

    private WalkProgram(KernelLayout layout, WalkQuestion question, int stateMap, Room room, GroupArea area) {
        super(new Assembler(), layout);
        this.question = question;
        this.stateMap = stateMap;
        this.room = room;
        asked = new QuestionCode(code, layout, question, next);
        groups = new GroupCode(code, layout, area);
        nodeOffset = headBytes() - Long.BYTES;
    }

    /**
     * The program that counts in groups.
     *
     * @param stateMap the descriptor of an array whose one value is the state, with room for the groups
     */
    static WalkProgram ofGroups(KernelLayout layout, WalkQuestion question, int stateMap, GroupArea area) {
        return new WalkProgram(layout, question, stateMap, new Room(true, 0), area);
    }

    /** The program that shows a row for each socket, with room for as many in the state. */
    static WalkProgram ofRows(KernelLayout layout, WalkQuestion question, int stateMap, int rowsMax) {
        return new WalkProgram(
                layout,
                question,
                stateMap,
                new Room(false, rowsMax),
                new GroupArea(question.lanes().size(), 0));
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
        Label fetch = new Label();
        Label fetched = new Label();
        Label socket = new Label();
        Label chainEnd = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.DOING);
        code.jump(Jump.EQ, Register.R1, WalkState.FETCHING, fetch);
        if (room.counts()) {
            code.jump(Jump.EQ, Register.R1, WalkState.UNDOING, undo);
        }
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.NODE);
        code.jump(Jump.NE, Register.R7, 0, socket);
        nextBucket(fetched, chainEnd);
        code.place(socket);
        if (room.counts()) {
            groups.waitForRoom();
        } else {
            waitForRoom();
        }
        socket();
        code.place(next);
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.NODE);
        code.jump(Jump.SET, Register.R7, 1, chainEnd);
        goOn();
        code.place(chainEnd);
        chainEnd();
        if (room.counts()) {
            code.place(undo);
            undo();
        }
        code.place(fetch);
        fetch(fetched);
        return code.program();
    }

    /** Finds the table of the calling thread's network namespace, and takes steps. */
    private void entry(int stepsMax) {
        code.mapValue(STATE, stateMap);
        namespace();
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

    /**
     * Takes the next bucket, whose first socket is R7 then; ends the step for an empty one, and the loop after the last.
     *
     * @param fetched where it goes on with the bucket R7 once the sockets of eight were fetched
     */
    private void nextBucket(Label fetched, Label chainEnd) {
        Label more = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.BUCKET);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.END);
        code.jump(Jump.LT, Register.R7, Register.R1, more);
        stop();
        code.place(more);
        code.jump(Jump.SET, Register.R7, WalkState.HEADS_COUNT - 1, fetched);
        readHeads(WalkState.HEADS, WalkState.HEADS_COUNT * Long.BYTES);
        for (int at = 0; at < WalkState.HEADS_COUNT * Long.BYTES; at += Long.BYTES) {
            code.load(Width.DOUBLE, Register.R1, STATE, WalkState.HEADS + at);
            store(WalkState.FETCHED + at, Register.R1);
        }
        code.store(Width.DOUBLE, STATE, WalkState.FETCHED_COUNT, 0);
        code.store(Width.DOUBLE, STATE, WalkState.DOING, WalkState.FETCHING);
        goOn();
        code.place(fetched);
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

    /** Fetches one more socket of each bucket; goes on with the first bucket once there are no more, or enough. */
    private void fetch(Label fetched) {
        Label more = new Label();
        // 1 once all chains have come to their end.
        code.move(Register.R8, 1);
        for (int at = WalkState.FETCHED; at < WalkState.FETCHED_COUNT; at += Long.BYTES) {
            Label end = new Label();
            code.load(Width.DOUBLE, Register.R7, STATE, at);
            code.jump(Jump.SET, Register.R7, 1, end);
            fetchLines();
            read(WalkState.HEAD, headBytes(), Register.R7, -nodeOffset);
            code.load(Width.DOUBLE, Register.R7, STATE, WalkState.HEAD + nodeOffset);
            store(at, Register.R7);
            code.place(end);
            code.compute(Operation.AND, Register.R8, Register.R7);
        }
        add(WalkState.FETCHED_COUNT, 1);
        code.jump(Jump.GE, Register.R1, FETCHED_MAX, more);
        code.compute(Operation.AND, Register.R8, 1);
        code.jump(Jump.NE, Register.R8, 0, more);
        goOn();
        code.place(more);
        code.store(Width.DOUBLE, STATE, WalkState.DOING, 0);
        code.load(Width.DOUBLE, Register.R7, STATE, WalkState.BUCKET);
        code.jump(fetched);
    }

    /** Of the socket with the node R7, all that the question looks at besides its head; if it asks for most sockets. */
    private void fetchLines() {
        if (question.states().contains(TcpState.ESTABLISHED)) {
            SortedSet<Integer> lines = new TreeSet<>(asked.lines());
            lines.addAll(lines());
            for (int line : lines.tailSet(headBytes())) {
                read(WalkState.POINTER, Long.BYTES, Register.R7, line - nodeOffset);
            }
        }
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
        code.store(Width.DOUBLE, STATE, WalkState.CHAIN_HELD, 0);
        code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 0);
        if (room.counts()) {
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
        read(WalkState.HEAD, headBytes(), SOCKET, 0);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.HEAD + nodeOffset);
        node();
        asked.look();
        if (question.unheldOnly()) {
            requireUnheld();
        }
        if (room.counts()) {
            asked.write(STATE, WalkState.ROW_AREA);
            groups.count();
            groups.remember();
        } else {
            row();
        }
    }

    /**
     * Leaves a socket that a file holds, and counts it. One that was accepted, or made by a process, has a {@code struct socket} only
     * while a file does; one of the kernel's own may have one without a file.
     */
    private void requireUnheld() {
        Label unheld = new Label();
        Label held = new Label();
        ifMini(unheld);
        readNumber(WalkState.POINTER, layout.member("sock", "sk_socket"), SOCKET);
        code.jump(Jump.EQ, Register.R1, 0, unheld);
        code.move(Register.R7, Register.R1);
        readNumber(WalkState.POINTER, layout.member("sock", "sk_kern_sock"), SOCKET);
        code.jump(Jump.EQ, Register.R1, 0, held);
        readNumber(WalkState.POINTER, layout.member("socket", "file"), Register.R7);
        code.jump(Jump.EQ, Register.R1, 0, unheld);
        code.place(held);
        add(WalkState.CHAIN_HELD, 1);
        code.jump(next);
        code.place(unheld);
    }

    /** Writes a row of lanes, and keeps it. */
    private void row() {
        // There is room, or the socket would not have been read; but the verifier does not know.
        requireRoom(Register.R7, WalkState.ROWS, room.rowsMax());
        code.move(Register.R1, Register.R7);
        code.compute(Operation.ADD, Register.R1, 1);
        store(WalkState.ROWS, Register.R1);
        code.compute(Operation.MUL, Register.R7, question.rowBytes());
        code.compute(Operation.ADD, Register.R7, STATE);
        code.compute(Operation.ADD, Register.R7, WalkState.ROW_AREA);
        asked.write(Register.R7, 0);
    }

    /** Leaves the loop until rows have been taken. If the chain alone has filled the room, it cannot be read again. */
    private void waitForRoom() {
        Label enough = new Label();
        Label settled = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.ROWS);
        code.jump(Jump.LT, Register.R1, room.rowsMax(), enough);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.CHAIN_ROWS);
        code.jump(Jump.NE, Register.R1, 0, settled);
        code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 1);
        code.place(settled);
        stop();
        code.place(enough);
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
        if (room.counts()) {
            code.store(Width.DOUBLE, STATE, WalkState.DOING, WalkState.UNDOING);
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
        addUp(WalkState.HELD, WalkState.CHAIN_HELD);
        goOn();
    }

    /** Takes one socket of the chain back; after the last one, reads the chain again. */
    private void undo() {
        Label nothingLeft = new Label();
        groups.undo(nothingLeft);
        goOn();
        code.place(nothingLeft);
        code.store(Width.DOUBLE, STATE, WalkState.DOING, 0);
        readAgain();
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
