package io.conncount.snapshot;

/**
 * One step on the way to an answer, for people.
 *
 * @param question what was asked of the kernel
 * @param reason why it was asked in this way
 * @param outcome what came of it, and what it cost
 */
public record StepReport(String question, String reason, String outcome) {}
