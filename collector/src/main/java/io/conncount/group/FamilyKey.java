package io.conncount.group;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;

/** The family the socket was opened with. */
final class FamilyKey implements StateFamilyKey {
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    @Override
    public String name() {
        return "family";
    }

    @Override
    public long lane(AddressFamily family, TcpState state) {
        return family.ordinal();
    }

    @Override
    public String value(long[] lanes, int at) {
        return FAMILIES[(int) lanes[at]].label();
    }
}
