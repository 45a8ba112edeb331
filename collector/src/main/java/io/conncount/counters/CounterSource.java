package io.conncount.counters;

/** Where counters come from. */
@FunctionalInterface
public interface CounterSource {
    /** Reads them now. What cannot be read is missing from the answer. */
    SocketCounters read();
}
