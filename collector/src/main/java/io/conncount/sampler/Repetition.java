package io.conncount.sampler;

/** How often a series is sampled. */
public enum Repetition {
    /** Again and again, at its interval. */
    ALWAYS,
    /** Until it was tried once. */
    ONCE,
    /** Not at all; what was sampled before stays. */
    NEVER
}
