package io.conncount.source;

import io.conncount.counters.CounterSource;

/**
 * The host that is asked.
 *
 * @param name the host's name
 * @param cores how many threads can run at once
 */
public record Host(String name, SocketSource sockets, CounterSource counters, KernelVersion kernel, int cores) {}
