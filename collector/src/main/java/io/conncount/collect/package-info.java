/**
 * Answers queries: plans steps, takes them, checks them against the kernel's counters, and reports each. May use all of the
 * collector but {@code view} and {@code sampler}.
 */
package io.conncount.collect;
