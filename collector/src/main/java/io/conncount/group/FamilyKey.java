package io.conncount.group;

import io.conncount.socket.IpFamily;
import io.conncount.socket.TcpState;

/** The family the socket was opened with. */
final class FamilyKey implements StateFamilyKey {
    private static final IpFamily[] FAMILIES = IpFamily.values();

    @Override
    public String name() {
        return "family";
    }

    @Override
    public long lane(IpFamily family, TcpState state) {
        return family.ordinal();
    }

    @Override
    public String value(long[] lanes, int at) {
        return FAMILIES[(int) lanes[at]].label();
    }
}
