/** The command {@code list}: rows of sockets as they come, the first of an order, and the layout of ss. */
package io.conncount.cli.list;
