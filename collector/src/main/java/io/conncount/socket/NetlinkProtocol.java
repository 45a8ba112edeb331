package io.conncount.socket;

import java.util.List;
import java.util.Optional;

/** The names of netlink protocols, as iproute2 has them for the numbers {@code NETLINK_*} of {@code linux/netlink.h}. */
public final class NetlinkProtocol {
    /** By number; a number without a name is empty. */
    private static final List<String> NAMES = List.of(
            "rtnl",
            "unused",
            "usersock",
            "fw",
            "tcpdiag",
            "nflog",
            "xfrm",
            "selinux",
            "iscsi",
            "audit",
            "fiblookup",
            "connector",
            "nft",
            "ip6fw",
            "dec-rt",
            "uevent",
            "genl",
            "",
            "scsi-trans",
            "ecryptfs",
            "rdma",
            "crypto");

    private NetlinkProtocol() {}

    /** The name of a protocol; empty if it has none. */
    public static Optional<String> name(long number) {
        return number >= 0 && number < NAMES.size()
                ? Optional.of(NAMES.get((int) number)).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    /** The number of a name; -1 if it is not one. */
    public static int number(String name) {
        return name.isEmpty() ? -1 : NAMES.indexOf(name);
    }
}
