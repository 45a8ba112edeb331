package io.conncount.cli.check;

import io.conncount.cli.threshold.Finding;
import io.conncount.cli.threshold.Status;
import io.conncount.view.Escaper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** The line that a monitoring system reads: {@code CONNCOUNT STATUS: text | performance data}. */
record Report(List<Finding> findings) {
    private static final String SERVICE = "CONNCOUNT ";

    /** The most pressing status. */
    Status status() {
        return Status.worst(findings.stream().map(Finding::status).toList());
    }

    /** The line, the most pressing findings first. */
    String line() {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::status));
        StringJoiner text = new StringJoiner("; ");
        sorted.forEach(finding -> text.add(finding.text()));
        return line(status(), text.toString()) + " | " + performance();
    }

    /** A line without performance data. */
    static String line(Status status, String text) {
        // The bar begins performance data.
        return SERVICE + status + ": " + Escaper.message(text).replace("|", "\\x7c");
    }

    private String performance() {
        Set<String> labels = new HashSet<>();
        StringJoiner data = new StringJoiner(" ");
        for (Finding finding : findings) {
            data.add(finding.performance(label(finding.question().text(), labels)));
        }
        return data.toString();
    }

    /** Labels may not contain equals signs, and are different from each other. */
    private static String label(String text, Set<String> taken) {
        String plain = Escaper.message(text)
                .replace("|", "\\x7c")
                .replace('=', ' ')
                .replaceAll(" +", " ")
                .strip();
        String label = plain;
        for (int number = 2; !taken.add(label); number++) {
            label = plain + " " + number;
        }
        return label;
    }
}
