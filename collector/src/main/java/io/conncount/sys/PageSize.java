package io.conncount.sys;

import com.sun.jna.NativeLibrary;

/** How large the pages are in which this kernel counts memory ({@code man 2 getpagesize}). */
public final class PageSize {
    /** In bytes: 4096 on most, up to 65536 on some. */
    public static final int BYTES =
            NativeLibrary.getProcess().getFunction("getpagesize").invokeInt(new Object[0]);

    private PageSize() {}
}
