package io.conncount.cli.threshold;

import java.util.Optional;
import java.util.OptionalDouble;

/** What came of a question. */
public record Finding(Question question, Measured measured) {
    /** How it is. */
    public Status status() {
        return question.status(measured);
    }

    /** As a part of a sentence, such as {@code tcp_orphans is 3, above 2}. */
    public String text() {
        OptionalDouble value = measured.value();
        if (value.isEmpty()) {
            return question.text() + " is not known: " + measured.remark();
        }
        String text = question.text() + " is " + Range.text(value.getAsDouble()) + unitText();
        Optional<Range> broken = switch (status()) {
            case CRITICAL -> question.critical();
            case WARNING -> question.warning();
            default -> Optional.empty();
        };
        if (broken.isPresent()) {
            text += ", " + broken.get().violation(value.getAsDouble());
        }
        return measured.remark().isEmpty() ? text : text + " (" + measured.remark() + ")";
    }

    private String unitText() {
        return switch (measured.unit()) {
            case "", "c" -> "";
            case "%" -> "%";
            default -> " " + measured.unit();
        };
    }

    /** As performance data: {@code 'label'=value[UOM];[warn];[crit];[min];[max]}. */
    public String performance(String label) {
        OptionalDouble value = measured.value();
        return "'" + label.replace("'", "''") + "'="
                + (value.isPresent() ? Range.text(value.getAsDouble()) + measured.unit() : "U") + ";"
                + question.warning().map(Range::toString).orElse("") + ";"
                + question.critical().map(Range::toString).orElse("") + ";0;"
                + (measured.max().isPresent() ? Range.text(measured.max().getAsDouble()) : "");
    }
}
