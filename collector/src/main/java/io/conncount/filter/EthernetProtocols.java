package io.conncount.filter;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Ethernet protocols by the names that ss has for them, in capitals or not; their numbers are in {@code linux/if_ether.h}. */
final class EthernetProtocols {
    private static final String NAMES = """
            802_3 0001  ax25 0002  all 0003  802_2 0004  snap 0005  ddcmp 0006  wan_ppp 0007  ppp_mp 0008  localtalk 0009
            can 000c  ppptalk 0010  tr_802_2 0011  mobitex 0015  control 0016  irda 0017  econet 0018  loop 0060  pup 0200
            pupat 0201  ip 0800  ipv4 0800  x25 0805  arp 0806  bpq 08ff  ieeepup 0a00  ieeepupat 0a01  dec 6000
            dna_dl 6001  dna_rc 6002  dna_rt 6003  lat 6004  diag 6005  cust 6006  sca 6007  teb 6558  rarp 8035
            atalk 809b  aarp 80f3  802.1q 8100  ipx 8137  ipv6 86dd  mpls_uc 8847  mpls_mc 8848  atmmpoa 884c
            ppp_disc 8863  ppp_ses 8864  atmfate 8884  profinet 8892  aoe 88a2  ethercat 88a4  802.1ad 88a8  tipc 88ca
            lldp 88cc""";

    private static final int HEXADECIMAL = 16;
    private static final Map<String, Long> NUMBERS = numbers();

    private EthernetProtocols() {}

    private static Map<String, Long> numbers() {
        String[] words = NAMES.split("\\s+");
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            numbers.put(words[i], Long.valueOf(words[i + 1], HEXADECIMAL));
        }
        return numbers;
    }

    /** The number of a protocol. */
    static Optional<Long> number(String name) {
        return Optional.ofNullable(NUMBERS.get(name.toLowerCase(Locale.ROOT)));
    }
}
