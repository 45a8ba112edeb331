package io.conncount.snapshot;

import java.time.Duration;

/**
 * One step on the way to an answer.
 *
 * @param question what was asked of the kernel, for people
 * @param reason why it was asked in this way
 * @param sockets how many sockets the kernel copied
 * @param bytes how many bytes these were
 * @param elapsed how long it took
 * @param note what else there is to know, such as how the sockets were divided among threads
 */
public record StepReport(String question, String reason, long sockets, long bytes, Duration elapsed, String note) {}
