/** Totals and limits that kernels keep of themselves, read in constant time. May use {@code sys} and {@code wire}. */
package io.conncount.counters;
