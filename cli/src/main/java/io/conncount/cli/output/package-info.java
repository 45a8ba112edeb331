/** Counts in every format, and the escaping and numbers that all of them share. Knows the collector only. */
package io.conncount.cli.output;
