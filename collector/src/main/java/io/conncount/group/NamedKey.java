package io.conncount.group;

import io.conncount.count.GroupKey;

/** A key whose values are shown by the names that this host has for them. */
public interface NamedKey extends GroupKey {
    /** The same key with numbers in place of names: for the sockets of another host, where they mean something else. */
    GroupKey withoutNames();
}
