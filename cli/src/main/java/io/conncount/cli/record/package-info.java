/** The command {@code record}: sockets in a file. */
package io.conncount.cli.record;
