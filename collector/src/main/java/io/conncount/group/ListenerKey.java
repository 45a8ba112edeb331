package io.conncount.group;

import io.conncount.count.GroupKey;

/** A key whose values depend on the host's listening sockets, which are read before the others. */
public interface ListenerKey extends GroupKey {
    /** The same key, which knows these listeners. */
    GroupKey withListeners(Listeners listeners);
}
