package io.conncount.cli.count;

import io.conncount.cli.output.ColorWhen;
import io.conncount.cli.output.Format;
import io.conncount.query.Query;
import io.conncount.snapshot.Order;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command line says, checked.
 *
 * @param format empty where the output decides: a table on a terminal, plain columns elsewhere
 * @param rowsMax how many rows to show; empty for all, or as many as the terminal is high
 * @param watching true to ask again and again, and show what changed
 * @param interval how long after each other to ask
 * @param samplesMax how many times to ask
 * @param explain true to show how the kernel was asked instead of the answer
 */
public record CountOptions(
        Query query,
        Order order,
        Optional<Format> format,
        Optional<Integer> rowsMax,
        boolean watching,
        Duration interval,
        long samplesMax,
        boolean explain,
        ColorWhen color) {}
