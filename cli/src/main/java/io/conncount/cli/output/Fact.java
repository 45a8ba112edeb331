package io.conncount.cli.output;

import io.conncount.counters.Measure;
import io.conncount.counters.Measure.Kind;
import io.conncount.counters.Measures;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A number that an answer has beside its rows.
 *
 * @param name in machine formats, with its unit last
 * @param perSecond by how much it grows; empty if that is not known
 */
public record Fact(String name, long value, OptionalDouble perSecond) {
    private static final String BYTES = "_bytes";

    /** One that is not known to change. */
    public Fact(String name, long value) {
        this(name, value, OptionalDouble.empty());
    }

    /**
     * Numbers that the kernel keeps of itself, as far as it shows them.
     *
     * @param last the reading before; {@link Measures#NONE} if there was none
     * @param seconds how long ago that was
     */
    public static List<Fact> of(List<Measure> measures, Measures now, Measures last, double seconds) {
        List<Fact> facts = new ArrayList<>();
        for (Measure measure : measures) {
            long value = now.number(measure);
            boolean grows = measure.kind() == Kind.COUNTER && last.of(measure).isPresent() && seconds > 0;
            OptionalDouble perSecond = grows
                    ? OptionalDouble.of(Math.max(0, value - last.number(measure)) / seconds)
                    : OptionalDouble.empty();
            if (value >= 0) {
                String unit = measure.unit().isPresent() ? "_" + measure.unit().get() : "";
                facts.add(new Fact(measure.label() + unit, value, perSecond));
            }
        }
        return facts;
    }

    /** As a line for people. */
    String text() {
        boolean bytes = name.endsWith(BYTES);
        String words = (bytes ? name.substring(0, name.length() - BYTES.length()) : name).replace('_', ' ');
        return words + " " + (bytes ? Numbers.bytes(value) : Numbers.grouped(value))
                + (perSecond.isPresent() ? ", " + Numbers.rate(perSecond) + " a second" : "");
    }

    /** As members of a JSON object. */
    String members() {
        String rate = perSecond.isPresent()
                ? "," + Escaper.json(name + "_per_second")
                        + String.format(Locale.ROOT, ":%.3f", perSecond.getAsDouble())
                : "";
        return Escaper.json(name) + ":" + value + rate;
    }
}
