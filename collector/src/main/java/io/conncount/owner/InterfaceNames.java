package io.conncount.owner;

import io.conncount.sys.Interfaces;
import java.util.Optional;

/** Names of network interfaces by index, in the network namespace of the process. */
public final class InterfaceNames {
    private static final InterfaceNames OF_HOST = new InterfaceNames(true);

    private static final InterfaceNames NONE = new InterfaceNames(false);

    private final boolean known;

    private InterfaceNames(boolean known) {
        this.known = known;
    }

    /** No names: every interface shows as its index. */
    public static InterfaceNames none() {
        return NONE;
    }

    /** Those of this host. */
    public static InterfaceNames ofHost() {
        return OF_HOST;
    }

    /** The interface's name, or {@code if} and its index where there is none any more. */
    public String of(int index) {
        if (!known) {
            return "if" + index;
        }
        return Interfaces.name(index).orElse("if" + index);
    }

    /** The index of the interface with this name. */
    Optional<Integer> index(String name) {
        return Interfaces.index(name);
    }
}
