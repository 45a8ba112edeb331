/** The command {@code top}: its options, and what the dashboard asks of a host or of the daemon. */
package io.conncount.cli.top;
