/** Answers: what was counted, its order, and by how much it may be off. May use {@code group}. */
package io.conncount.snapshot;
