package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.expression.Comparison;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import java.util.List;

/**
 * Turns expressions and predicates into instructions. Their leaves are in slots, loaded before; so a value takes one
 * register, and a large number it is compared with a second one.
 */
final class ExpressionCode {
    private static final Register VALUE = Register.R1;
    private static final Register NUMBER = Register.R2;

    private final Assembler code;
    private final Register base;
    private final Slots slots;

    /** @param base holds the address that slots are counted from */
    ExpressionCode(Assembler code, Register base, Slots slots) {
        this.code = code;
        this.base = base;
        this.slots = slots;
    }

    /** Puts a value into R1; uses R2. */
    void value(Expression expression) {
        if (expression instanceof Expression.Constant constant) {
            code.move(VALUE, constant.value());
        } else if (expression instanceof Expression.Masked masked) {
            value(masked.value());
            mask(masked.mask());
        } else if (expression instanceof Expression.Choice choice) {
            Label otherwise = new Label();
            Label end = new Label();
            unless(choice.predicate(), otherwise);
            value(choice.then());
            code.jump(end);
            code.place(otherwise);
            value(choice.otherwise());
            code.place(end);
        } else {
            code.load(Width.DOUBLE, VALUE, base, slots.offset(expression));
        }
    }

    private void mask(long mask) {
        if (mask == (int) mask) {
            code.compute(Operation.AND, VALUE, (int) mask);
        } else {
            code.move(NUMBER, mask);
            code.compute(Operation.AND, VALUE, NUMBER);
        }
    }

    /** Jumps if the predicate is not true, and goes on behind if it is. */
    void unless(Predicate predicate, Label otherwise) {
        branch(predicate, false, otherwise);
    }

    /** Jumps if the predicate is as wanted. */
    private void branch(Predicate predicate, boolean wanted, Label to) {
        if (predicate instanceof Predicate.Compares compares) {
            compare(compares, wanted, to);
        } else if (predicate instanceof Predicate.Not not) {
            branch(not.term(), !wanted, to);
        } else if (predicate instanceof Predicate.All all) {
            branch(all.terms(), false, wanted, to);
        } else if (predicate instanceof Predicate.Any any) {
            branch(any.terms(), true, wanted, to);
        }
    }

    /** @param deciding the truth of one term that decides for all of them */
    private void branch(List<Predicate> terms, boolean deciding, boolean wanted, Label to) {
        if (wanted == deciding) {
            for (Predicate term : terms) {
                branch(term, wanted, to);
            }
            return;
        }
        Label decided = new Label();
        for (Predicate term : terms) {
            branch(term, deciding, decided);
        }
        code.jump(to);
        code.place(decided);
    }

    private void compare(Predicate.Compares compares, boolean wanted, Label to) {
        value(compares.value());
        Jump jump = jump(compares.comparison(), wanted);
        if (compares.number() == (int) compares.number()) {
            code.jump(jump, VALUE, (int) compares.number(), to);
        } else {
            code.move(NUMBER, compares.number());
            code.jump(jump, VALUE, NUMBER, to);
        }
    }

    private static Jump jump(Comparison comparison, boolean wanted) {
        return switch (comparison) {
            case EQUAL -> wanted ? Jump.EQ : Jump.NE;
            case NOT_EQUAL -> wanted ? Jump.NE : Jump.EQ;
            case GREATER -> wanted ? Jump.SGT : Jump.SLE;
            case LESS -> wanted ? Jump.SLT : Jump.SGE;
            case GREATER_OR_EQUAL -> wanted ? Jump.SGE : Jump.SLT;
            case LESS_OR_EQUAL -> wanted ? Jump.SLE : Jump.SGT;
        };
    }
}
