package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;

/** A key that looks at nothing but state and family: such a question can be answered without reading every socket. */
public interface StateFamilyKey extends GroupKey {
    /** The value, in its one lane, of every socket in this family and state. */
    long lane(AddressFamily family, TcpState state);

    @Override
    default void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = lane(socket.family(), socket.state());
    }
}
