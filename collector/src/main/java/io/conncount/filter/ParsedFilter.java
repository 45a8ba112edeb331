package io.conncount.filter;

import io.conncount.socket.TcpState;
import java.util.Optional;
import java.util.Set;

/**
 * What a filter asks for.
 *
 * @param states the states it leaves; empty if it says nothing of states
 * @param filter what else a socket must be; empty for anything
 */
public record ParsedFilter(Optional<Set<TcpState>> states, Optional<Filter> filter) {}
