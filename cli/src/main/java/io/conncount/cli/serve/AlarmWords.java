package io.conncount.cli.serve;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.threshold.Asking;
import io.conncount.cli.threshold.Finding;
import io.conncount.cli.threshold.Status;
import io.conncount.cli.threshold.Subjects;
import io.conncount.cli.threshold.Sustained;
import io.conncount.collect.Collector;
import io.conncount.exporters.flight.Alarm;
import io.conncount.exporters.flight.Alarm.Verdict;
import io.conncount.names.HostNames;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.util.Optional;

/** Reads the value of {@code --record-when}, a question of {@code conncount check} and how long it must be critical. */
final class AlarmWords {
    private AlarmWords() {}

    static Alarm read(String text, ParsedArguments given) throws UsageException {
        try {
            Sustained condition = Sustained.read(text, new Subjects(given, new HostNames()));
            return new Alarm(condition.text(), condition.lasting(), host -> look(condition, host));
        } catch (UsageException e) {
            throw new UsageException(Serve.RECORD_WHEN + ": " + e.getMessage());
        }
    }

    /** Looks at the condition now; run by the sampler's thread. */
    private static Verdict look(Sustained condition, Host host) throws KernelException {
        try {
            Finding finding = new Finding(
                    condition.question(),
                    condition.question().subject().measure(new Asking(host, new Collector(host))));
            Optional<Boolean> holds = finding.status() == Status.UNKNOWN
                    ? Optional.empty()
                    : Optional.of(finding.status() == Status.CRITICAL);
            return new Verdict(holds, finding.text());
        } catch (KernelException e) {
            throw e;
        } catch (IOException e) {
            return new Verdict(Optional.empty(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict(Optional.empty(), "interrupted");
        }
    }
}
