package io.conncount.plan;

import io.conncount.socket.AddressFamily;

/**
 * The accept queues of the TCP listeners on one address and port.
 *
 * @param address as text, without brackets; {@code *} where it listens on every address
 * @param length how many connections wait to be accepted, in all of them
 * @param limit how many may
 * @param listeners how many sockets share address and port (SO_REUSEPORT)
 */
public record ListenQueue(AddressFamily family, String address, int port, long length, long limit, long listeners) {}
