package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;

/** Instructions that put a question to the socket at R8, and leave the ones that it does not ask for. */
final class QuestionCode extends SocketCode {

    private final WalkQuestion question;
    private final Label next;
    private final Slots slots = new Slots(WalkState.SLOTS, WalkState.SLOTS_MAX);
    private final FieldCode fields;
    private final ExpressionCode expressions;

    /** @param next where the program goes on after a socket */
    QuestionCode(Assembler code, KernelLayout layout, WalkQuestion question, Label next) {
        super(code, layout);
        this.question = question;
        this.next = next;
        fields = new FieldCode(code, layout, slots, question.namespaces().isPresent());
        expressions = new ExpressionCode(code, STATE, slots);
    }

    /** Jumps unless the question asks for the socket, whose head was read; puts what it asks of it into slots. */
    void look() {
        Set<Expression> loaded = new LinkedHashSet<>();
        requireNamespace(loaded);
        Expression state = Expression.of(SocketField.STATE);
        slots.add(state);
        state(slots.offset(state));
        families();
        slots.add(question.filter());
        loadNew(loaded);
        if (!Predicate.isAlways(question.filter())) {
            expressions.unless(question.filter(), next);
        }
        question.lanes().forEach(slots::add);
        loadNew(loaded);
    }

    /** Writes the lanes of the socket from a place on. */
    void write(Register base, int offset) {
        for (int lane = 0; lane < question.lanes().size(); lane++) {
            expressions.value(question.lanes().get(lane));
            code.store(Width.DOUBLE, base, offset + lane * Long.BYTES, Register.R1);
        }
    }

    /** Those of the fields that it loads. */
    @Override
    SortedSet<Integer> lines() {
        return fields.lines();
    }

    private void requireNamespace(Set<Expression> loaded) {
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
}
