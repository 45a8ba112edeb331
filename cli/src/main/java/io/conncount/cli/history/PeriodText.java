package io.conncount.cli.history;

import io.conncount.view.Escaper;
import io.conncount.view.Numbers;

/** What people should know of a period beside its rows. */
final class PeriodText {
    private PeriodText() {}

    static String of(PeriodReading reading) {
        StringBuilder text = new StringBuilder();
        if (reading.damaged() > 0) {
            text.append("INCOMPLETE: ")
                    .append(Numbers.grouped(reading.damaged()))
                    .append(" records are damaged; ");
        }
        if (reading.missing() > 0) {
            text.append("nothing was recorded in ")
                    .append(Numbers.grouped(reading.missing()))
                    .append(" of ")
                    .append(Numbers.grouped(reading.missing() + reading.lines().size()))
                    .append(" parts; ");
        }
        return text.append(LocalTimes.of(reading.period().from()))
                .append(" to ")
                .append(LocalTimes.of(reading.period().to()))
                .append("; ")
                .append(Escaper.message(reading.recorded().host()))
                .append(", ")
                .append(Escaper.message(reading.recorded().file()))
                .toString();
    }
}
