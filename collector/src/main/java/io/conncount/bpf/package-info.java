/** Programs that the kernel runs over its own table of sockets: layouts, code, and the walk. May use {@code sys}. */
package io.conncount.bpf;
