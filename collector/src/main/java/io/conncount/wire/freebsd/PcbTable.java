package io.conncount.wire.freebsd;

import io.conncount.socket.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The kernel's lists of sockets, each a sysctl. */
public enum PcbTable {
    TCP(Protocol.TCP, "net.inet.tcp.pcblist"),
    UDP(Protocol.UDP, "net.inet.udp.pcblist"),
    UDPLITE(Protocol.UDPLITE, "net.inet.udplite.pcblist"),
    RAW(Protocol.RAW, "net.inet.raw.pcblist"),
    LOCAL_STREAM(Protocol.UNIX, "net.local.stream.pcblist"),
    LOCAL_DGRAM(Protocol.UNIX, "net.local.dgram.pcblist"),
    LOCAL_SEQPACKET(Protocol.UNIX, "net.local.seqpacket.pcblist");

    private final Protocol protocol;
    private final String sysctl;

    PcbTable(Protocol protocol, String sysctl) {
        this.protocol = protocol;
        this.sysctl = sysctl;
    }

    /** The lists that together hold a protocol's sockets; none if FreeBSD has none that we know. */
    public static List<PcbTable> of(Protocol protocol) {
        List<PcbTable> tables = new ArrayList<>();
        for (PcbTable table : values()) {
            if (table.protocol == protocol) {
                tables.add(table);
            }
        }
        return tables;
    }

    /** The name of the sysctl. */
    public String sysctl() {
        return sysctl;
    }

    /** The head and the tail of the list. */
    PcbList.Pcbgen generation() {
        return protocol == Protocol.UNIX ? PcbList.Pcbgen.XUNPGEN : PcbList.Pcbgen.XINPGEN;
    }

    RecordReader reader(ByteBuffer bytes, String kernel) {
        return switch (this) {
            case TCP -> new RecordReader(bytes, "xtcpcb", "xt_len", Xtcpcb.BYTES, kernel);
            case UDP, UDPLITE, RAW -> new RecordReader(bytes, "xinpcb", "xi_len", Xinpcb.BYTES, kernel);
            default -> new RecordReader(bytes, "xunpcb", "xu_len", Xunpcb.BYTES, kernel);
        };
    }

    PcbRow row(RecordReader reader) {
        return switch (this) {
            case TCP -> new Xtcpcb(reader);
            case UDP, UDPLITE, RAW -> new Xinpcb(protocol, reader, 0);
            default -> new Xunpcb(reader);
        };
    }
}
