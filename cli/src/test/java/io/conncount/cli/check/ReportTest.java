package io.conncount.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.threshold.Finding;
import io.conncount.cli.threshold.Measured;
import io.conncount.cli.threshold.Question;
import io.conncount.cli.threshold.Range;
import io.conncount.cli.threshold.Status;
import io.conncount.cli.threshold.Subject;
import io.conncount.counters.Measure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    /** A value with its thresholds, as the guidelines have it: a label without equals signs, in quotes that are doubled inside. */
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";

    private static final String RANGE = "(@?((~|" + NUMBER + ")?:)?(" + NUMBER + ")?)?";
    private static final Pattern PERFORMANCE = Pattern.compile("'([^'=|]|'')+'=(" + NUMBER
            + "(s|us|ms|%|B|KB|MB|TB|c)?|U);" + RANGE + ";" + RANGE + ";(" + NUMBER + ")?;(" + NUMBER + ")?");

    private static Question question(String text, String warning, String critical) {
        return new Question(
                text,
                new Subject.KernelMeasure(Measure.TCP_ORPHANS),
                Optional.ofNullable(warning).flatMap(Range::parse),
                Optional.ofNullable(critical).flatMap(Range::parse));
    }

    private static Finding finding(String text, String warning, String critical, double value) {
        return new Finding(question(text, warning, critical), Measured.of(value, ""));
    }

    private static Finding unknown(String text) {
        return new Finding(question(text, "1", "2"), Measured.unknown("it is not there"));
    }

    @ParameterizedTest
    @CsvSource({"5, OK", "10, OK", "11, WARNING", "20, WARNING", "21, CRITICAL"})
    void valueIsAsItsThresholdsSay(double value, Status status) {
        assertEquals(status, finding("x", "10", "20", value).status());
    }

    @Test
    void exitCodesAreThoseOfTheGuidelines() {
        assertEquals(0, Status.OK.exitCode());
        assertEquals(1, Status.WARNING.exitCode());
        assertEquals(2, Status.CRITICAL.exitCode());
        assertEquals(3, Status.UNKNOWN.exitCode());
    }

    @Test
    void worstOfSeveralIsTheStatus() {
        Finding ok = finding("a", "10", "20", 1);
        Finding warning = finding("b", "10", "20", 15);
        Finding critical = finding("c", "10", "20", 25);
        assertEquals(Status.OK, new Report(List.of(ok, ok)).status());
        assertEquals(Status.UNKNOWN, new Report(List.of(ok, unknown("d"))).status());
        assertEquals(Status.WARNING, new Report(List.of(ok, unknown("d"), warning)).status());
        assertEquals(Status.CRITICAL, new Report(List.of(unknown("d"), warning, critical, ok)).status());
    }

    @Test
    void lineHasTheMostPressingFirstAndPerformanceDataInTheirOrder() {
        Report report = new Report(List.of(
                finding("tcp_orphans", null, "100", 3),
                finding("state close-wait", "1000", "5000", 6200),
                unknown("x")));
        assertEquals(
                "CONNCOUNT CRITICAL: state close-wait is 6200, above 5000; x is not known: it is not there;"
                        + " tcp_orphans is 3 | 'tcp_orphans'=3;;100;0; 'state close-wait'=6200;1000;5000;0; 'x'=U;1;2;0;",
                report.line());
    }

    @Test
    void unitsAndLimitsAreInThePerformanceData() {
        Measured bytes = new Measured(OptionalDouble.of(4096), "B", OptionalDouble.of(1e9), "");
        assertEquals("'m'=4096B;;@80:;0;1000000000", new Finding(question("m", null, "@80:"), bytes).performance("m"));
        Finding share = new Finding(question("m.share", "80", null), Measured.share(1, 3, "1 of 3"));
        assertEquals("'m.share'=33.33%;80;;0;100", share.performance("m.share"));
        assertEquals("m.share is 33.33% (1 of 3)", share.text());
    }

    @Test
    void performanceDataIsThatOfTheGuidelinesWhateverIsAsked() {
        for (String text : List.of(
                "sport = :443",
                "state = close-wait and not dport != 80",
                "cgroup in \"/it's\"",
                "dport = 1 | dport = 2",
                "user \u001b[2J",
                "rtt > 0.5ms")) {
            String line = new Report(List.of(finding(text, "1:", "~:5", 0.25), finding(text, "@1:2", null, 7))).line();
            assertEquals(2, line.split("\\|", -1).length, line);
            assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
            String data = line.substring(line.indexOf('|') + 2);
            String value = PERFORMANCE.pattern();
            assertTrue(data.matches(value + " " + value), data);
        }
    }

    @Test
    void labelsDiffer() {
        Finding same = finding("state listen", "1", "2", 0);
        String line = new Report(List.of(same, same)).line();
        assertTrue(line.endsWith("| 'state listen'=0;1;2;0; 'state listen 2'=0;1;2;0;"), line);
    }
}
