package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.names.SocketNames;

/** A key whose values are shown by names, which are those of this host unless others are given. */
public interface NamedKey extends GroupKey {
    /** The same key with the names of the host that the sockets are from. */
    GroupKey withNames(SocketNames names);
}
