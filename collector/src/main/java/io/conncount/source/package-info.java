/**
 * Where sockets come from: a {@code SocketSource} for each interface of a kernel, and the host that has it. May use
 * {@code filter}, {@code wire}, {@code sys}, {@code counters} and {@code names}.
 */
package io.conncount.source;
