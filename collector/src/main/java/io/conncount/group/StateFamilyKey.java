package io.conncount.group;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;

/**
 * A key that looks at nothing but a socket's protocol, family and state: such a question can be answered without reading
 * every socket.
 */
public interface StateFamilyKey extends GroupKey {
    /** The value, in its one lane, of every socket of this protocol and family, in this state. */
    long lane(Protocol protocol, AddressFamily family, TcpState state);
}
