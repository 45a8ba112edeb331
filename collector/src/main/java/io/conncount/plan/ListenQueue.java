package io.conncount.plan;

import io.conncount.socket.AddressFamily;

/**
 * The accept queues of the TCP listeners on one address and port.
 *
 * @param address as text, without brackets; {@code *} where it listens on every address
 * @param length how many connections wait to be accepted, in all of them
 * @param limit the backlog that was asked for, as far as the system allows it, of all of them; Linux lets one more wait
 *     in each, FreeBSD half as many again
 * @param listeners how many sockets share address and port (SO_REUSEPORT)
 */
public record ListenQueue(AddressFamily family, String address, int port, long length, long limit, long listeners) {}
