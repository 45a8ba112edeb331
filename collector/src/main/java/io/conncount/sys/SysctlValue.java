package io.conncount.sys;

import java.nio.ByteBuffer;

/** The value of a sysctl: bytes that may be looked at until it is closed, and that must be closed. */
public interface SysctlValue extends AutoCloseable {
    /** The value, from 0 to the limit, in the order of the host that gave it. */
    ByteBuffer bytes();

    /** Lets go of the memory, which may be a gigabyte. */
    @Override
    void close();
}
