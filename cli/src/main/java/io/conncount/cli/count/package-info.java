/** Counting, the command without a name: its options, its run, and the same by way of the daemon. */
package io.conncount.cli.count;
