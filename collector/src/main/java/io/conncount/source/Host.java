package io.conncount.source;

import io.conncount.counters.CounterSource;

/**
 * The host that is asked.
 *
 * @param name the host's name
 */
public record Host(String name, SocketSource sockets, CounterSource counters, KernelVersion kernel) {}
