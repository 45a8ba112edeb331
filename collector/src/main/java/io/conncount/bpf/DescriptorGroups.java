package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import io.conncount.socket.TcpState;

/**
 * The program that counts the TCP connections of a question where processes hold them. Its groups have two lanes before those of the
 * question: the socket's inode number and the process's, which is in the upper half and has the descriptor in the lower. A socket
 * that only one descriptor can lead to has neither inode number nor descriptor, so that all of a process are one group; one that may
 * have several holders is a group of its own. So is a listener, without lanes but its state, because it is counted elsewhere.
 */
final class DescriptorGroups extends DescriptorProgram {
    static final int INODE_LANE = 0;
    static final int HOLDER_LANE = 1;
    static final int LANES = 2;

    private static final int INODE = WalkState.ROW_AREA + INODE_LANE * Long.BYTES;
    private static final int HOLDER = WalkState.ROW_AREA + HOLDER_LANE * Long.BYTES;

    /** Where the question's own lanes begin. */
    private static final int QUESTION = WalkState.ROW_AREA + LANES * Long.BYTES;

    // include/net/tcp_states.h, linux/in.h, linux/net.h
    private static final int TCP_CLOSE = 7;
    private static final int TCP_LISTEN = 10;
    private static final int IPPROTO_TCP = 6;
    private static final int SOCK_STREAM = 1;

    private final WalkQuestion question;
    private final QuestionCode asked;
    private final GroupCode groups;
    private final Label next = new Label();

    /** One of several walks that share the descriptors; its question has the state in its first lane. */
    DescriptorGroups(KernelLayout layout, WalkQuestion question, int stateMap, int part, int parts, GroupArea area) {
        super(layout, stateMap, part, parts);
        this.question = question;
        asked = new QuestionCode(code, layout, question, next);
        groups = new GroupCode(code, layout, area);
    }

    /** Where a file counts what refers to it. */
    private Member references() {
        return hasFileRef() ? layout.member("file", "f_ref.refcnt.counter") : layout.member("file", "f_count.counter");
    }

    /** Linux 6.13 counts from 0 for one reference ({@code linux/file_ref.h}). */
    private boolean hasFileRef() {
        return layout.has("file", "f_ref.refcnt.counter");
    }

    @Override
    void waitForRoom() {
        groups.waitForRoom();
    }

    @Override
    void fetchMore() {
        followEach(
                DescriptorState.FILE, DescriptorState.REFERENCES, references().offsetBytes());
        followEach(
                DescriptorState.INODE,
                DescriptorState.SOCKET,
                layout.member("socket_alloc", "socket.sk").offsetBytes()
                        - layout.member("socket_alloc", "vfs_inode").offsetBytes());
        fetchEach(DescriptorState.SOCKET, WalkState.HEAD, headBytes(), 0);
        for (int line : asked.lines().tailSet(headBytes())) {
            fetchEach(DescriptorState.SOCKET, DescriptorState.NUMBER, Long.BYTES, line);
        }
    }

    @Override
    void enter() {
        namespace();
    }

    @Override
    void table() {
        Label first = new Label();
        readNumber(DescriptorState.STRANGERS, layout.member("files_struct", "count.counter"), Register.R7);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.PROCESS);
        follow(Register.R0, layout.member("task_struct", "signal"));
        readNumber(DescriptorState.NUMBER, layout.member("signal_struct", "nr_threads"), Register.R0);
        code.load(Width.DOUBLE, Register.R2, STATE, DescriptorState.PROCESS);
        code.load(Width.DOUBLE, Register.R3, STATE, DescriptorState.THREAD);
        code.jump(Jump.EQ, Register.R2, Register.R3, first);
        code.move(Register.R1, 1);
        code.place(first);
        code.load(Width.DOUBLE, Register.R2, STATE, DescriptorState.STRANGERS);
        code.compute(Operation.SUB, Register.R2, Register.R1);
        store(DescriptorState.STRANGERS, Register.R2);
    }

    @Override
    void socket() {
        Label connection = new Label();
        Label shared = new Label();
        Label look = new Label();
        Label count = new Label();
        code.load(Width.DOUBLE, Register.R1, INDEX, DescriptorState.INODE);
        store(INODE, Register.R1);
        pid(Register.R2);
        code.compute(Operation.ADD, Register.R2, DESCRIPTOR);
        store(HOLDER, Register.R2);
        code.load(Width.DOUBLE, Register.R7, INDEX, DescriptorState.REFERENCES);
        code.load(Width.DOUBLE, SOCKET, INDEX, DescriptorState.SOCKET);
        code.jump(Jump.EQ, SOCKET, 0, next);
        read(WalkState.HEAD, headBytes(), SOCKET, 0);
        requireTcp();
        head(KERNEL_STATE, layout.common("skc_state"));
        code.jump(Jump.EQ, KERNEL_STATE, TCP_CLOSE, next);
        code.jump(Jump.NE, KERNEL_STATE, TCP_LISTEN, connection);
        listener();
        code.jump(count);
        code.place(connection);
        code.jump(Jump.NE, Register.R7, hasFileRef() ? 0 : 1, shared);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.STRANGERS);
        code.jump(Jump.NE, Register.R1, 0, shared);
        code.store(Width.DOUBLE, STATE, INODE, 0);
        pid(Register.R1);
        store(HOLDER, Register.R1);
        code.jump(look);
        code.place(shared);
        identify();
        code.place(look);
        asked.look();
        asked.write(STATE, QUESTION);
        code.place(count);
        groups.count();
        code.place(next);
    }

    /** Replaces the inode by its number. */
    private void identify() {
        code.load(Width.DOUBLE, Register.R0, STATE, INODE);
        inodeNumber();
        store(INODE, Register.R1);
    }

    private void requireTcp() {
        Label internet = new Label();
        Label tcp = new Label();
        head(Register.R1, layout.common("skc_family"));
        code.jump(Jump.EQ, Register.R1, AF_INET, internet);
        code.jump(Jump.NE, Register.R1, AF_INET6, next);
        code.place(internet);
        head(Register.R1, layout.common("skc_prot"));
        code.load(Width.DOUBLE, Register.R2, STATE, DescriptorState.TCP);
        code.jump(Jump.EQ, Register.R1, Register.R2, tcp);
        // A copy, because most sockets are not looked at here, and need not be fetched.
        code.move(Register.R0, SOCKET);
        readNumber(DescriptorState.NUMBER, layout.member("sock", "sk_protocol"), Register.R0);
        code.jump(Jump.NE, Register.R1, IPPROTO_TCP, next);
        code.move(Register.R0, SOCKET);
        readNumber(DescriptorState.NUMBER, layout.member("sock", "sk_type"), Register.R0);
        code.jump(Jump.NE, Register.R1, SOCK_STREAM, next);
        head(Register.R1, layout.common("skc_prot"));
        store(DescriptorState.TCP, Register.R1);
        code.place(tcp);
    }

    private void listener() {
        if (!question.states().contains(TcpState.LISTEN)) {
            code.jump(next);
        }
        identify();
        code.store(Width.DOUBLE, STATE, QUESTION, TcpState.LISTEN.ordinal());
        for (int lane = 1; lane < question.lanes().size(); lane++) {
            code.store(Width.DOUBLE, STATE, QUESTION + lane * Long.BYTES, 0);
        }
    }
}
