/** Percentiles of a number of sockets, by group. */
package io.conncount.cli.stats;
