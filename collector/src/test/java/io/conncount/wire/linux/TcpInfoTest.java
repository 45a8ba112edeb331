package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.testing.CHeaders;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Numbers in attributes: laid out as in the header files, known as far as a kernel gives them. */
class TcpInfoTest {
    private static final Map<SocketNumber, String> OTHER_NAMES = Map.of(
            SocketNumber.TIMEOUTS, "retransmits",
            SocketNumber.TCP_OPTIONS, "options",
            SocketNumber.SND_SSTHRESH, "snd_ssthresh",
            SocketNumber.SND_CWND, "snd_cwnd",
            SocketNumber.NOTSENT, "notsent_bytes",
            SocketNumber.BUSY, "busy_time");

    /** Newer than the header files of Debian 12. */
    private static final Set<SocketNumber> NEWER = EnumSet.of(
            SocketNumber.RCV_WND,
            SocketNumber.REHASH,
            SocketNumber.TOTAL_RTO,
            SocketNumber.TOTAL_RTO_RECOVERIES,
            SocketNumber.TOTAL_RTO_TIME);

    private static final Map<SocketNumber, String> CONGESTION = Map.ofEntries(
            Map.entry(SocketNumber.VEGAS_ENABLED, "tcpvegas_info, tcpv_enabled"),
            Map.entry(SocketNumber.VEGAS_RTT_COUNT, "tcpvegas_info, tcpv_rttcnt"),
            Map.entry(SocketNumber.VEGAS_RTT, "tcpvegas_info, tcpv_rtt"),
            Map.entry(SocketNumber.VEGAS_MIN_RTT, "tcpvegas_info, tcpv_minrtt"),
            Map.entry(SocketNumber.DCTCP_ENABLED, "tcp_dctcp_info, dctcp_enabled"),
            Map.entry(SocketNumber.DCTCP_CE_STATE, "tcp_dctcp_info, dctcp_ce_state"),
            Map.entry(SocketNumber.DCTCP_ALPHA, "tcp_dctcp_info, dctcp_alpha"),
            Map.entry(SocketNumber.DCTCP_AB_ECN, "tcp_dctcp_info, dctcp_ab_ecn"),
            Map.entry(SocketNumber.DCTCP_AB_TOTAL, "tcp_dctcp_info, dctcp_ab_tot"),
            Map.entry(SocketNumber.BBR_BANDWIDTH, "tcp_bbr_info, bbr_bw_lo"),
            Map.entry(SocketNumber.BBR_MIN_RTT, "tcp_bbr_info, bbr_min_rtt"),
            Map.entry(SocketNumber.BBR_PACING_GAIN, "tcp_bbr_info, bbr_pacing_gain"),
            Map.entry(SocketNumber.BBR_CWND_GAIN, "tcp_bbr_info, bbr_cwnd_gain"));

    @Test
    void tcpInfoIsLaidOutAsInTheHeaderFile() throws Exception {
        Map<String, Integer> numbers = new HashMap<>();
        for (InetDiagNumbers.Field field : TcpInfo.FIELDS) {
            if (!isBitField(field) && !NEWER.contains(field.number())) {
                String name = "tcpi_" + name(field.number());
                numbers.put("offsetof(struct tcp_info, " + name + ")", field.offset());
                numbers.put("sizeof(((struct tcp_info *)0)->" + name + ")", field.bytes());
            }
        }
        CHeaders.assertCompiles(List.of("linux/tcp.h", "stddef.h"), numbers);
    }

    private static String name(SocketNumber number) {
        return OTHER_NAMES.getOrDefault(number, number.label().replaceFirst("_(ms|bps)$", ""));
    }

    private static boolean isBitField(InetDiagNumbers.Field field) {
        return field.bits() < field.bytes() * Byte.SIZE;
    }

    @Test
    void otherAttributesAreLaidOutAsInTheHeaderFiles() throws Exception {
        Map<String, Integer> numbers = new HashMap<>();
        for (InetDiagNumbers.Field field : InetDiagNumbers.memoryFields()) {
            numbers.put("4 * SK_MEMINFO_" + field.number().name(), field.offset());
        }
        numbers.put("SK_MEMINFO_VARS", InetDiagNumbers.memoryFields().size());
        for (InetDiagNumbers.Field field : TcpInfo.CONGESTION_FIELDS) {
            numbers.put("offsetof(struct " + CONGESTION.get(field.number()) + ")", field.offset());
        }
        numbers.put("INET_DIAG_INFO", InetDiag.INFO);
        numbers.put("INET_DIAG_VEGASINFO", InetDiag.VEGASINFO);
        numbers.put("INET_DIAG_CONG", InetDiag.CONG);
        numbers.put("INET_DIAG_TOS", InetDiag.TOS);
        numbers.put("INET_DIAG_TCLASS", InetDiag.TCLASS);
        numbers.put("INET_DIAG_SKMEMINFO", InetDiag.SKMEMINFO);
        numbers.put("INET_DIAG_DCTCPINFO", InetDiag.DCTCPINFO);
        numbers.put("INET_DIAG_SKV6ONLY", InetDiag.SKV6ONLY);
        numbers.put("INET_DIAG_BBRINFO", InetDiag.BBRINFO);
        numbers.put("INET_DIAG_CLASS_ID", InetDiag.CLASS_ID);
        numbers.put("INET_DIAG_SOCKOPT", InetDiag.SOCKOPT);
        CHeaders.assertCompiles(numbers);
    }

    @Test
    void everyNumberWithADetailIsFoundInExactlyOneAttribute() {
        Map<SocketNumber, Long> fields = InetDiagNumbers.fields().stream()
                .collect(Collectors.groupingBy(InetDiagNumbers.Field::number, Collectors.counting()));
        assertTrue(fields.values().stream().allMatch(count -> count == 1), fields.toString());
        for (SocketNumber number : SocketNumber.values()) {
            if (Protocol.TCP.details().containsAll(number.detail().stream().toList())) {
                assertTrue(number.detail().isEmpty() || fields.containsKey(number), number.label());
            }
        }
    }

    @Test
    void whatIsBehindTheEndOfAnOlderKernelsStructIsUnknown() throws Exception {
        byte[] info = new byte[248];
        for (int i = 0; i < info.length; i++) {
            info[i] = (byte) (i % 7 + 1);
        }
        Map<SocketNumber, Long> whole = infoNumbers(info, info.length);
        assertEquals(TcpInfo.FIELDS.size(), whole.size());
        for (int length = 0; length <= info.length; length++) {
            Map<SocketNumber, Long> known = infoNumbers(info, length);
            for (InetDiagNumbers.Field field : TcpInfo.FIELDS) {
                boolean inside = field.offset() + field.bytes() <= length;
                assertEquals(inside ? whole.get(field.number()) : null, known.get(field.number()), field.toString());
            }
        }
    }

    @Test
    void structOfALaterKernelIsReadAsFarAsItIsKnown() throws Exception {
        byte[] info = new byte[400];
        info[0] = 1;
        info[68] = 9;
        assertEquals(9, infoNumbers(info, info.length).get(SocketNumber.RTT));
    }

    @Test
    void bitFieldsAndValuesThatStandForNoneAreToldApart() throws Exception {
        byte[] info = new byte[248];
        ByteBuffer fields = Datagrams.buffer(info);
        fields.put(6, (byte) 0x73).put(7, (byte) 0x05);
        fields.putLong(104, -1).putLong(112, 1000).putInt(148, -1).putInt(76, 0x7fff_ffff);
        fields.putLong(120, -2);
        Map<SocketNumber, Long> numbers = infoNumbers(info, info.length);
        assertEquals(3, numbers.get(SocketNumber.SND_WSCALE));
        assertEquals(7, numbers.get(SocketNumber.RCV_WSCALE));
        assertEquals(1, numbers.get(SocketNumber.APP_LIMITED));
        assertEquals(2, numbers.get(SocketNumber.FASTOPEN_CLIENT_FAIL));
        assertEquals(null, numbers.get(SocketNumber.PACING_RATE));
        assertEquals(8000, numbers.get(SocketNumber.MAX_PACING_RATE));
        assertEquals(null, numbers.get(SocketNumber.MIN_RTT));
        assertEquals(null, numbers.get(SocketNumber.RTT));
        assertEquals(null, numbers.get(SocketNumber.SND_SSTHRESH));
        assertEquals(Long.MAX_VALUE, numbers.get(SocketNumber.BYTES_ACKED));
    }

    @Test
    void structOfAnotherProtocolIsNotTakenForTcps() throws Exception {
        byte[] message = message(new byte[248], 248);
        InetDiagMessage view = wrapped(Protocol.SCTP, message);
        assertEquals(SocketView.UNKNOWN, view.number(SocketNumber.SND_CWND));
    }

    @Test
    void kernelTellsWhatWasAskedForAndNothingElse() throws Exception {
        List<String> unexpected = new ArrayList<>();
        DumpRequest request =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
        new LinuxSockDiag(Golden.kernel()).dump(request, socket -> {
            for (SocketNumber number : SocketNumber.values()) {
                if (number.detail().isPresent() && socket.number(number) != SocketView.UNKNOWN) {
                    unexpected.add(number.label());
                }
            }
        });
        assertEquals(List.of(), unexpected);
        Set<Detail> told = EnumSet.noneOf(Detail.class);
        Set<Detail> asked = EnumSet.of(Detail.TCP_INFO, Detail.MEMORY, Detail.CONGESTION, Detail.TRAFFIC_CLASS);
        new LinuxSockDiag(Golden.kernel()).dump(request.telling(asked), socket -> {
            for (SocketNumber number : SocketNumber.values()) {
                if (number.detail().isPresent() && socket.number(number) != SocketView.UNKNOWN) {
                    told.add(number.detail().get());
                }
            }
        });
        assertEquals(asked, told);
    }

    /** What is known of a socket with this {@code tcp_info}, cut to a length. */
    private static Map<SocketNumber, Long> infoNumbers(byte[] info, int length) throws Exception {
        InetDiagMessage view = wrapped(Protocol.TCP, message(info, length));
        Map<SocketNumber, Long> numbers = new EnumMap<>(SocketNumber.class);
        for (InetDiagNumbers.Field field : TcpInfo.FIELDS) {
            long number = view.number(field.number());
            if (number != SocketView.UNKNOWN) {
                numbers.put(field.number(), number);
            }
        }
        return numbers;
    }

    private static byte[] message(byte[] info, int length) {
        byte[] bytes = new byte[InetDiagMessage.BYTES + NlMessages.aligned(4 + length)];
        ByteBuffer message = Datagrams.buffer(bytes);
        message.put(0, (byte) LinuxNumbers.AF_INET).put(1, (byte) 1);
        message.putShort(InetDiagMessage.BYTES, (short) (4 + length));
        message.putShort(InetDiagMessage.BYTES + 2, (short) InetDiag.INFO);
        message.put(InetDiagMessage.BYTES + 4, info, 0, length);
        return bytes;
    }

    private static InetDiagMessage wrapped(Protocol protocol, byte[] message) throws Exception {
        StructBuffer structs = new StructBuffer(Datagrams.buffer(message));
        structs.load(message.length);
        InetDiagMessage view = new InetDiagMessage(protocol, structs);
        view.wrap(0, message.length);
        return view;
    }
}
