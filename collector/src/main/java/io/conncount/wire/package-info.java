/** Bytes that kernels write, read in place. No input or output; knows sockets and filters only. */
package io.conncount.wire;
