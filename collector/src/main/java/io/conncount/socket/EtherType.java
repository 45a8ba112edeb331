package io.conncount.socket;

import java.util.Map;
import java.util.Optional;

/** The names of protocols of packet sockets, as iproute2 has them for the numbers {@code ETH_P_*} of {@code linux/if_ether.h}. */
public final class EtherType {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x0001, "802_3"),
            Map.entry(0x0002, "ax25"),
            Map.entry(0x0003, "all"),
            Map.entry(0x0004, "802_2"),
            Map.entry(0x0005, "snap"),
            Map.entry(0x0006, "ddcmp"),
            Map.entry(0x0007, "wan_ppp"),
            Map.entry(0x0008, "ppp_mp"),
            Map.entry(0x0009, "localtalk"),
            Map.entry(0x000c, "can"),
            Map.entry(0x0010, "ppptalk"),
            Map.entry(0x0011, "tr_802_2"),
            Map.entry(0x0015, "mobitex"),
            Map.entry(0x0016, "control"),
            Map.entry(0x0017, "irda"),
            Map.entry(0x0018, "econet"),
            Map.entry(0x0060, "loop"),
            Map.entry(0x0200, "pup"),
            Map.entry(0x0201, "pupat"),
            Map.entry(0x0800, "ip"),
            Map.entry(0x0805, "x25"),
            Map.entry(0x0806, "arp"),
            Map.entry(0x08ff, "bpq"),
            Map.entry(0x0a00, "ieeepup"),
            Map.entry(0x0a01, "ieeepupat"),
            Map.entry(0x6000, "dec"),
            Map.entry(0x6001, "dna_dl"),
            Map.entry(0x6002, "dna_rc"),
            Map.entry(0x6003, "dna_rt"),
            Map.entry(0x6004, "lat"),
            Map.entry(0x6005, "diag"),
            Map.entry(0x6006, "cust"),
            Map.entry(0x6007, "sca"),
            Map.entry(0x6558, "teb"),
            Map.entry(0x8035, "rarp"),
            Map.entry(0x809b, "atalk"),
            Map.entry(0x80f3, "aarp"),
            Map.entry(0x8100, "802.1Q"),
            Map.entry(0x8137, "ipx"),
            Map.entry(0x86dd, "ipv6"),
            Map.entry(0x8847, "mpls_uc"),
            Map.entry(0x8848, "mpls_mc"),
            Map.entry(0x884c, "atmmpoa"),
            Map.entry(0x8863, "ppp_disc"),
            Map.entry(0x8864, "ppp_ses"),
            Map.entry(0x8884, "atmfate"),
            Map.entry(0x8892, "profinet"),
            Map.entry(0x88a2, "aoe"),
            Map.entry(0x88a4, "ethercat"),
            Map.entry(0x88a8, "802.1ad"),
            Map.entry(0x88cc, "lldp"),
            Map.entry(0x88ca, "tipc"));

    private EtherType() {}

    /** The name of a protocol; empty if it has none. */
    public static Optional<String> name(int number) {
        return Optional.ofNullable(NAMES.get(number));
    }
}
