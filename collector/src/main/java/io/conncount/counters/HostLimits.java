package io.conncount.counters;

/**
 * What a host allows its sockets, and how much of it is in use. A number that the kernel does not give is
 * {@link SocketCounters#MISSING}.
 *
 * @param portMin the first of the ports that the kernel chooses from
 * @param portMax the last of them
 * @param acceptQueueMax how many connections may wait to be accepted, whatever a listener asks for
 * @param sockets how many sockets of all kinds there are
 * @param socketsMax how many there may be
 * @param files how many files, sockets among them, all processes have open
 * @param filesMax how many they may
 */
public record HostLimits(
        long portMin, long portMax, long acceptQueueMax, long sockets, long socketsMax, long files, long filesMax) {}
