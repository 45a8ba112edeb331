package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import io.conncount.bpf.KernelNumber.Unknown;
import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.sys.BpfObstacle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Instructions that put what expressions use of a TCP socket into slots, with the values that sock_diag reports
 * ({@code inet_sk_diag_fill}, {@code inet_twsk_diag_fill} and {@code inet_req_diag_fill} in {@code net/ipv4/inet_diag.c},
 * {@code tcp_diag_get_info} in {@code net/ipv4/tcp_diag.c}). Mini-sockets have a {@code struct sock_common} and little more, so
 * other fields are read of full sockets only.
 */
final class FieldCode extends SocketCode {

    // include/net/inet_connection_sock.h
    private static final int ICSK_TIME_RETRANS = 1;
    private static final int ICSK_TIME_PROBE0 = 3;
    private static final int ICSK_TIME_LOSS_PROBE = 5;
    private static final int ICSK_TIME_REO_TIMEOUT = 6;

    // What idiag_timer says.
    private static final int TIMER_RETRANSMIT = 1;
    private static final int TIMER_KEEPALIVE = 2;
    private static final int TIMER_TIME_WAIT = 3;
    private static final int TIMER_PROBE = 4;

    /** {@code SOCK_BINDPORT_LOCK}. */
    private static final int BINDPORT_LOCK = 8;

    private static final long INFINITE_SSTHRESH = 0x7fff_ffffL;
    private static final long ALL_ONES_32 = 0xffff_ffffL;

    private static final Expression NAMESPACE = new Expression.NumberOf(SocketNumber.NETNS_INODE);

    private final Slots slots;
    private final boolean namespaceKnown;

    /** @param namespaceKnown true if a source would say which network namespace a socket is in */
    FieldCode(Assembler code, KernelLayout layout, Slots slots, boolean namespaceKnown) {
        super(code, layout);
        this.slots = slots;
        this.namespaceKnown = namespaceKnown;
    }

    /**
     * Loads these fields and numbers; the state is in its slot already.
     *
     * @throws WalkRefusedException if one is not to be had in this kernel, or in this way
     */
    void load(Collection<Expression> leaves) {
        List<Expression> ofFullSockets = new ArrayList<>();
        for (Expression leaf : leaves) {
            int slot = slots.offset(leaf);
            if (isMark(leaf) && !BpfObstacle.mayReadMarks()) {
                throw new WalkRefusedException("CAP_NET_ADMIN is missing, without which no source shows marks");
            }
            if (leaf instanceof Expression.Field field && isCommon(field.field())) {
                common(field.field(), slot);
            } else if (leaf.equals(NAMESPACE)) {
                namespace(slot);
            } else {
                fallback(leaf, slot);
                ofFullSockets.add(leaf);
            }
        }
        if (ofFullSockets.isEmpty()) {
            return;
        }
        Label end = new Label();
        mini(ofFullSockets, end);
        for (Expression leaf : ofFullSockets) {
            full(leaf, slots.offset(leaf));
        }
        code.place(end);
    }

    private static boolean isCommon(SocketField field) {
        return switch (field) {
            case UID, CGROUP_ID, MARK, TIMER, CONGESTION_FIRST, CONGESTION_LAST, PORT_REQUESTED -> false;
            default -> true;
        };
    }

    private void common(SocketField field, int slot) {
        switch (field) {
            case STATE -> {
                return;
            }
            case FAMILY -> family();
            case LOCAL_PORT -> head(Register.R1, layout.common("skc_num"));
            case REMOTE_PORT -> {
                head(Register.R1, layout.common("skc_dport"));
                code.networkOrder(Register.R1, Width.HALF);
            }
            case LOCAL_ADDRESS_HIGH -> addressHigh(layout.common("skc_v6_rcv_saddr"));
            case LOCAL_ADDRESS_LOW -> addressLow(layout.common("skc_rcv_saddr"), layout.common("skc_v6_rcv_saddr"));
            case REMOTE_ADDRESS_HIGH -> addressHigh(layout.common("skc_v6_daddr"));
            case REMOTE_ADDRESS_LOW -> addressLow(layout.common("skc_daddr"), layout.common("skc_v6_daddr"));
            case INTERFACE_INDEX -> head(Register.R1, layout.common("skc_bound_dev_if"));
            case OWNED -> owned();
            default -> throw new IllegalArgumentException(field.name());
        }
        store(slot, Register.R1);
    }

    private void namespace(int slot) {
        if (namespaceKnown) {
            head(Register.R0, layout.common("skc_net.net"));
            readNumber(slot, layout.member("net", "ns.inum"), Register.R0);
        } else {
            code.move(Register.R1, SocketView.UNKNOWN);
        }
        store(slot, Register.R1);
    }

    private void family() {
        Label end = new Label();
        head(Register.R2, layout.common("skc_family"));
        code.move(Register.R1, 0);
        code.jump(Jump.EQ, Register.R2, AF_INET, end);
        code.move(Register.R1, 1);
        code.place(end);
    }

    private void owned() {
        Label end = new Label();
        code.move(Register.R1, 0);
        ifMini(end);
        code.move(Register.R1, 1);
        code.place(end);
    }

    private void addressHigh(Member ipv6) {
        Label end = new Label();
        head(Register.R2, layout.common("skc_family"));
        code.move(Register.R1, 0);
        code.jump(Jump.EQ, Register.R2, AF_INET, end);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.HEAD + ipv6.offsetBytes());
        code.networkOrder(Register.R1, Width.DOUBLE);
        code.place(end);
    }

    private void addressLow(Member ipv4, Member ipv6) {
        Label v4 = new Label();
        Label end = new Label();
        head(Register.R2, layout.common("skc_family"));
        code.jump(Jump.EQ, Register.R2, AF_INET, v4);
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.HEAD + ipv6.offsetBytes() + Long.BYTES);
        code.networkOrder(Register.R1, Width.DOUBLE);
        code.jump(end);
        code.place(v4);
        head(Register.R1, ipv4);
        code.networkOrder(Register.R1, Width.WORD);
        code.place(end);
    }

    /** What mini-sockets have where full sockets have more. */
    private void fallback(Expression leaf, int slot) {
        long value = 0;
        if (leaf instanceof Expression.Field field && field.field() == SocketField.MARK) {
            value = SocketView.MARK_UNKNOWN;
        } else if (leaf instanceof Expression.NumberOf number) {
            value = switch (number.number()) {
                case RECVQ, SENDQ, RETRANSMITS -> 0;
                default -> SocketView.UNKNOWN;
            };
        }
        code.move(Register.R1, value);
        store(slot, Register.R1);
    }

    /** Goes to the end for mini-sockets, with what they have of their own. */
    private void mini(List<Expression> leaves, Label end) {
        Label full = new Label();
        Label request = new Label();
        code.jump(Jump.EQ, KERNEL_STATE, TCP_NEW_SYN_RECV, request);
        code.jump(Jump.NE, KERNEL_STATE, TCP_TIME_WAIT, full);
        for (Expression leaf : leaves) {
            ofTimeWait(leaf, slots.offset(leaf));
        }
        code.jump(end);
        code.place(request);
        for (Expression leaf : leaves) {
            ofRequest(leaf, slots.offset(leaf));
        }
        code.jump(end);
        code.place(full);
    }

    private void ofTimeWait(Expression leaf, int slot) {
        if (leaf.equals(Expression.of(SocketField.TIMER))) {
            code.store(Width.DOUBLE, STATE, slot, TIMER_TIME_WAIT);
        } else if (isMark(leaf) && layout.has("inet_timewait_sock", "tw_mark")) {
            readNumber(slot, layout.member("inet_timewait_sock", "tw_mark"), SOCKET);
        }
    }

    private void ofRequest(Expression leaf, int slot) {
        if (leaf.equals(Expression.of(SocketField.TIMER))) {
            code.store(Width.DOUBLE, STATE, slot, TIMER_RETRANSMIT);
        } else if (isMark(leaf)) {
            readNumber(slot, layout.member("inet_request_sock", "ir_mark"), SOCKET);
        } else if (isNumber(leaf, SocketNumber.RETRANSMITS)) {
            readNumber(slot, layout.member("request_sock", "num_retrans"), SOCKET);
        }
    }

    private static boolean isMark(Expression leaf) {
        return leaf.equals(Expression.of(SocketField.MARK)) || isNumber(leaf, SocketNumber.MARK);
    }

    private static boolean isNumber(Expression leaf, SocketNumber which) {
        return leaf instanceof Expression.NumberOf number && number.number() == which;
    }

    private void full(Expression leaf, int slot) {
        if (leaf instanceof Expression.NumberOf number) {
            number(number.number(), slot);
        } else {
            field(((Expression.Field) leaf).field(), slot);
        }
        store(slot, Register.R1);
    }

    private void field(SocketField field, int slot) {
        switch (field) {
            case UID -> uid(slot);
            case CGROUP_ID -> {
                follow(SOCKET, layout.member("sock", "sk_cgrp_data.cgroup"), layout.member("cgroup", "kn"));
                readNumber(slot, layout.member("kernfs_node", "id"), Register.R0);
            }
            case MARK -> readNumber(slot, layout.member("sock", "sk_mark"), SOCKET);
            case TIMER -> timer(slot);
            case CONGESTION_FIRST -> congestion(slot, 0);
            case CONGESTION_LAST -> congestion(slot, Long.BYTES);
            case PORT_REQUESTED -> portRequested(slot);
            default -> throw new IllegalArgumentException(field.name());
        }
    }

    private void number(SocketNumber number, int slot) {
        switch (number) {
            case RECVQ -> difference(slot, "rcv_nxt", "copied_seq", true);
            case SENDQ -> difference(slot, "write_seq", "snd_una", false);
            case NOTSENT -> difference(slot, "write_seq", "snd_nxt", true);
            case UID -> uid(slot);
            case INODE -> inode(slot);
            case MARK -> readNumber(slot, layout.member("sock", "sk_mark"), SOCKET);
            case RETRANSMITS -> retransmits(slot);
            case FACKETS -> code.move(Register.R1, 0);
            // It is told of listeners and of sockets without a peer, which are in other tables.
            case V6ONLY -> code.move(Register.R1, SocketView.UNKNOWN);
            default -> stored(number, slot);
        }
    }

    private void stored(SocketNumber number, int slot) {
        KernelNumber where = KernelNumber.of(number);
        if (where == null) {
            throw new WalkRefusedException(
                    number.label() + " is computed by the kernel, and not one of a socket's fields");
        }
        Member member = layout.member(where.struct(), where.path());
        readNumber(slot, member, SOCKET);
        if (where.shift() > 0) {
            code.compute(Operation.RSH, Register.R1, where.shift());
        }
        if (where.less() > 0) {
            code.compute(Operation.SUB, Register.R1, where.less());
        }
        Label end = new Label();
        unknown(where.unknown(), member.bytes(), end);
        if (member.bytes() == Long.BYTES) {
            cut(where.factor(), end);
        }
        code.place(end);
    }

    /** Replaces values that mean nothing, and then jumps. */
    private void unknown(Unknown values, int bytes, Label end) {
        if (values == Unknown.NONE) {
            return;
        }
        Label known = new Label();
        Label not = new Label();
        if (values == Unknown.INFINITE) {
            code.jump(Jump.GE, Register.R1, (int) INFINITE_SSTHRESH, not);
        }
        if (values == Unknown.ZERO || values == Unknown.ZERO_OR_ALL_ONES) {
            code.jump(Jump.EQ, Register.R1, 0, not);
        }
        if (values == Unknown.ALL_ONES || values == Unknown.ZERO_OR_ALL_ONES) {
            code.move(Register.R2, bytes == Long.BYTES ? -1 : ALL_ONES_32);
            code.jump(Jump.EQ, Register.R1, Register.R2, not);
        }
        code.jump(known);
        code.place(not);
        code.move(Register.R1, SocketView.UNKNOWN);
        code.jump(end);
        code.place(known);
    }

    /** A u64 beyond the range of a long is cut rather than made negative. */
    private void cut(int factor, Label end) {
        Label fits = new Label();
        code.move(Register.R2, Long.MAX_VALUE / factor);
        code.jump(Jump.LE, Register.R1, Register.R2, fits);
        code.move(Register.R1, Long.MAX_VALUE);
        code.jump(end);
        code.place(fits);
        if (factor > 1) {
            code.compute(Operation.MUL, Register.R1, factor);
        }
    }

    /** The distance of two sequence numbers, 32 bits; 0 where it would be negative, if it has a sign. */
    private void difference(int slot, String from, String to, boolean signed) {
        readNumber(slot, layout.member("tcp_sock", to), SOCKET);
        readNumber(WalkState.POINTER, layout.member("tcp_sock", from), SOCKET);
        code.load(Width.DOUBLE, Register.R2, STATE, slot);
        code.compute(Operation.SUB, Register.R1, Register.R2);
        code.compute(Operation.LSH, Register.R1, Integer.SIZE);
        code.compute(signed ? Operation.ARSH : Operation.RSH, Register.R1, Integer.SIZE);
        if (signed) {
            Label positive = new Label();
            code.jump(Jump.SGE, Register.R1, 0, positive);
            code.move(Register.R1, 0);
            code.place(positive);
        }
    }

    /** Kernels before 6.17 ask the inode ({@code sock_i_uid}), so a socket that no process holds is root's. */
    private void uid(int slot) {
        Member uid = layout.member("sock", "sk_uid");
        if (!layout.hasFunction(KernelLayout.SOCK_I_UID)) {
            readNumber(slot, uid, SOCKET);
            return;
        }
        Label end = new Label();
        readNumber(slot, layout.member("sock", "sk_socket"), SOCKET);
        code.jump(Jump.EQ, Register.R1, 0, end);
        readNumber(slot, uid, SOCKET);
        code.place(end);
    }

    private void inode(int slot) {
        if (layout.has("sock", "sk_ino")) {
            readNumber(slot, layout.member("sock", "sk_ino"), SOCKET);
            return;
        }
        Label end = new Label();
        readNumber(slot, layout.member("sock", "sk_socket"), SOCKET);
        code.jump(Jump.EQ, Register.R1, 0, end);
        code.move(Register.R0, Register.R1);
        code.compute(
                Operation.SUB,
                Register.R0,
                layout.member("socket_alloc", "socket").offsetBytes());
        readNumber(slot, layout.member("socket_alloc", "vfs_inode.i_ino"), Register.R0);
        code.place(end);
    }

    private void congestion(int slot, int offset) {
        follow(SOCKET, layout.member("inet_connection_sock", "icsk_ca_ops"));
        read(
                slot,
                Long.BYTES,
                Register.R0,
                layout.member("tcp_congestion_ops", "name").offsetBytes() + offset);
        code.load(Width.DOUBLE, Register.R1, STATE, slot);
        code.networkOrder(Register.R1, Width.DOUBLE);
    }

    private void portRequested(int slot) {
        readNumber(slot, layout.member("sock", "sk_userlocks"), SOCKET);
        code.compute(Operation.AND, Register.R1, BINDPORT_LOCK);
        code.compute(Operation.RSH, Register.R1, Integer.numberOfTrailingZeros(BINDPORT_LOCK));
    }

    private void timer(int slot) {
        Label keepalive = new Label();
        Label retransmit = new Label();
        Label probe = new Label();
        Label end = new Label();
        pending(slot, retransmit, probe);
        readNumber(slot, keepaliveTimer(), SOCKET);
        code.jump(Jump.NE, Register.R1, 0, keepalive);
        code.jump(end);
        code.place(keepalive);
        code.move(Register.R1, TIMER_KEEPALIVE);
        code.jump(end);
        code.place(retransmit);
        code.move(Register.R1, TIMER_RETRANSMIT);
        code.jump(end);
        code.place(probe);
        code.move(Register.R1, TIMER_PROBE);
        code.place(end);
    }

    /** Jumps if one of the timers of data is pending. */
    private void pending(int slot, Label retransmit, Label probe) {
        readNumber(slot, layout.member("inet_connection_sock", "icsk_pending"), SOCKET);
        code.jump(Jump.EQ, Register.R1, ICSK_TIME_RETRANS, retransmit);
        code.jump(Jump.EQ, Register.R1, ICSK_TIME_LOSS_PROBE, retransmit);
        code.jump(Jump.EQ, Register.R1, ICSK_TIME_REO_TIMEOUT, retransmit);
        code.jump(Jump.EQ, Register.R1, ICSK_TIME_PROBE0, probe);
    }

    /** What is not 0 while the timer is pending. */
    private Member keepaliveTimer() {
        return layout.has("inet_connection_sock", "icsk_keepalive_timer")
                ? layout.member("inet_connection_sock", "icsk_keepalive_timer.entry.pprev")
                : layout.member("sock", "sk_timer.entry.pprev");
    }

    private void retransmits(int slot) {
        Label retransmit = new Label();
        Label probe = new Label();
        Label end = new Label();
        pending(slot, retransmit, probe);
        readNumber(slot, keepaliveTimer(), SOCKET);
        code.jump(Jump.EQ, Register.R1, 0, end);
        code.place(probe);
        readNumber(slot, layout.member("inet_connection_sock", "icsk_probes_out"), SOCKET);
        code.jump(end);
        code.place(retransmit);
        readNumber(slot, layout.member("inet_connection_sock", "icsk_retransmits"), SOCKET);
        code.place(end);
    }
}
