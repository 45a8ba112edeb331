/** The command {@code events}: sockets as they are destroyed. */
package io.conncount.cli.events;
