/**
 * The structs of netlink and sock_diag, a file a table of the kernel with its requests and messages; the bytecode of
 * filters; the lines of {@code /proc/net}.
 */
package io.conncount.wire.linux;
