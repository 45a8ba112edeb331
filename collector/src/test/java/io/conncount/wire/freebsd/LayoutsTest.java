package io.conncount.wire.freebsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Layouts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Our offsets are those of the headers of FreeBSD 12.1, 13.2, 14-CURRENT and 15.1, on amd64 and arm64. */
class LayoutsTest {
    private static final int LAYOUTS = 8;

    @Test
    void ofSocketsInEveryRelease() throws Exception {
        assertEverywhere(Map.ofEntries(
                Map.entry("struct xsocket", PcbRow.Xsocket.BYTES),
                Map.entry("struct xsocket.xso_len", PcbRow.Xsocket.LEN_OFFSET),
                Map.entry("struct xsocket.xso_so", PcbRow.Xsocket.SO_OFFSET),
                Map.entry("struct xsocket.xso_protocol", PcbRow.Xsocket.PROTOCOL_OFFSET),
                Map.entry("struct xsocket.so_qlen", PcbRow.Xsocket.QLEN_OFFSET),
                Map.entry("struct xsocket.so_pcb", PcbRow.Xsocket.PCB_OFFSET),
                Map.entry("struct xsocket.so_incqlen", PcbRow.Xsocket.INCQLEN_OFFSET),
                Map.entry("struct xsocket.so_qlimit", PcbRow.Xsocket.QLIMIT_OFFSET),
                Map.entry("struct xsocket.so_uid", PcbRow.Xsocket.UID_OFFSET),
                Map.entry("struct xsocket.so_type", PcbRow.Xsocket.TYPE_OFFSET),
                Map.entry("struct xsocket.so_options", PcbRow.Xsocket.OPTIONS_OFFSET),
                Map.entry("struct xsocket.so_state", PcbRow.Xsocket.STATE_OFFSET),
                Map.entry("struct xsocket.so_rcv.sb_cc", PcbRow.Xsocket.RCV_CC_OFFSET),
                Map.entry("struct xsocket.so_snd.sb_cc", PcbRow.Xsocket.SND_CC_OFFSET),
                inSockbuf("sb_hiwat", PcbRow.Xsocket.HIWAT_IN_SOCKBUF),
                inSockbuf("sb_mbcnt", PcbRow.Xsocket.MBCNT_IN_SOCKBUF),
                inSockbuf("sb_mbmax", PcbRow.Xsocket.MBMAX_IN_SOCKBUF),
                inSockbuf("sb_lowat", PcbRow.Xsocket.LOWAT_IN_SOCKBUF)));
    }

    private static Map.Entry<String, Integer> inSockbuf(String field, int offset) {
        return Map.entry("struct xsocket.so_snd." + field, PcbRow.Xsocket.SND_CC_OFFSET + offset);
    }

    @Test
    void mbufsAreCountedUntil13() throws Exception {
        for (Map.Entry<String, Map<String, Integer>> layout : Layouts.all().entrySet()) {
            boolean counted =
                    layout.getKey().startsWith("12.") || layout.getKey().startsWith("13.");
            Map<String, Integer> fields = layout.getValue();
            assertEquals(
                    counted ? PcbRow.Xsocket.RCV_CC_OFFSET + PcbRow.Xsocket.MCNT_IN_SOCKBUF : null,
                    fields.get("struct xsocket.so_rcv.sb_mcnt"));
            assertEquals(
                    counted ? PcbRow.Xsocket.RCV_CC_OFFSET + PcbRow.Xsocket.CCNT_IN_SOCKBUF : null,
                    fields.get("struct xsocket.so_rcv.sb_ccnt"));
        }
    }

    @Test
    void ofIpSocketsInEveryRelease() throws Exception {
        assertEverywhere(Map.ofEntries(
                Map.entry("struct in_conninfo", Xinpcb.InConninfo.BYTES),
                Map.entry("struct in_conninfo.inc_ie.ie_fport", Xinpcb.InConninfo.FPORT_OFFSET),
                Map.entry("struct in_conninfo.inc_ie.ie_lport", Xinpcb.InConninfo.LPORT_OFFSET),
                Map.entry("struct in_conninfo.inc_ie.ie_dependfaddr", Xinpcb.InConninfo.FADDR_OFFSET),
                Map.entry("struct in_conninfo.inc_ie.ie_dependladdr", Xinpcb.InConninfo.LADDR_OFFSET),
                Map.entry(
                        "struct in_conninfo.inc_ie.ie_dependladdr.id46_addr.ia46_addr4",
                        Xinpcb.InConninfo.LADDR_OFFSET + Xinpcb.InConninfo.IPV4_IN_ADDRESS),
                Map.entry("struct xinpcb", Xinpcb.BYTES),
                Map.entry("struct xinpcb.xi_len", Xinpcb.LEN_OFFSET),
                Map.entry("struct xinpcb.xi_socket", Xinpcb.SOCKET_OFFSET),
                Map.entry("struct xinpcb.inp_inc", Xinpcb.INC_OFFSET),
                Map.entry("struct xinpcb.inp_gencnt", Xinpcb.GENCNT_OFFSET),
                Map.entry("struct xinpcb.inp_ip_tos", Xinpcb.IP_TOS_OFFSET),
                Map.entry("struct xinpcb.inp_vflag", Xinpcb.VFLAG_OFFSET),
                Map.entry("struct xinpcb.inp_ip_p", Xinpcb.IP_P_OFFSET)));
    }

    @Test
    void ofTcpSocketsInEveryRelease() throws Exception {
        assertEverywhere(Map.ofEntries(
                Map.entry("struct xtcpcb", Xtcpcb.BYTES),
                Map.entry("struct xtcpcb.xt_len", Xtcpcb.LEN_OFFSET),
                Map.entry("struct xtcpcb.xt_inp", Xtcpcb.INP_OFFSET),
                Map.entry("struct xtcpcb.xt_stack", Xtcpcb.STACK_OFFSET),
                Map.entry("struct xtcpcb.t_state", Xtcpcb.STATE_OFFSET),
                Map.entry("struct xtcpcb.t_sndrexmitpack", Xtcpcb.SNDREXMITPACK_OFFSET),
                Map.entry("struct xtcpcb.t_rcvoopack", Xtcpcb.RCVOOPACK_OFFSET),
                Map.entry("struct xtcpcb.t_rcvtime", Xtcpcb.RCVTIME_OFFSET),
                Map.entry("struct xtcpcb.tt_rexmt", Xtcpcb.REXMT_OFFSET),
                Map.entry("struct xtcpcb.tt_persist", Xtcpcb.PERSIST_OFFSET),
                Map.entry("struct xtcpcb.tt_keep", Xtcpcb.KEEP_OFFSET),
                Map.entry("struct xtcpcb.tt_2msl", Xtcpcb.TWO_MSL_OFFSET),
                Map.entry("struct xtcpcb.tt_delack", Xtcpcb.DELACK_OFFSET)));
    }

    @Test
    void controlBlockOfTcpIsToldAsLongAsItIsNotInTheOneBelow() throws Exception {
        for (Map.Entry<String, Map<String, Integer>> layout : Layouts.all().entrySet()) {
            Integer at = layout.getValue().get("struct xinpcb.inp_ppcb");
            assertTrue(at == null || at == Xinpcb.PPCB_OFFSET, layout.getKey());
        }
    }

    @Test
    void congestionControlIsToldSince13AndIsZeroBefore() throws Exception {
        for (Map.Entry<String, Map<String, Integer>> layout : Layouts.all().entrySet()) {
            Integer at = layout.getValue().get("struct xtcpcb.xt_cc");
            if (layout.getKey().startsWith("12.1")) {
                assertEquals(null, at, layout.getKey());
                assertTrue(layout.getValue().get("struct xtcpcb.spare64") <= Xtcpcb.CC_OFFSET, layout.getKey());
            } else {
                assertEquals(Xtcpcb.CC_OFFSET, at, layout.getKey());
            }
        }
    }

    @Test
    void segmentSizeAndWindowsAreToldSince13AndAreZeroBefore() throws Exception {
        Map<String, Integer> ours = Map.of(
                "struct xtcpcb.t_maxseg", Xtcpcb.MAXSEG_OFFSET,
                "struct xtcpcb.t_rcv_wnd", Xtcpcb.RCV_WND_OFFSET,
                "struct xtcpcb.t_snd_wnd", Xtcpcb.SND_WND_OFFSET);
        for (Map.Entry<String, Map<String, Integer>> layout : Layouts.all().entrySet()) {
            for (Map.Entry<String, Integer> field : ours.entrySet()) {
                Integer at = layout.getValue().get(field.getKey());
                if (layout.getKey().startsWith("12.1")) {
                    assertEquals(null, at, layout.getKey());
                    assertTrue(layout.getValue().get("struct xtcpcb.spare32") <= field.getValue(), layout.getKey());
                } else {
                    assertEquals(field.getValue(), at, layout.getKey());
                }
            }
        }
    }

    @Test
    void ofUnixSocketsInEveryRelease() throws Exception {
        assertEverywhere(Map.ofEntries(
                Map.entry("struct xunpcb", Xunpcb.BYTES),
                Map.entry("struct xunpcb.unp_vnode", Xunpcb.VNODE_OFFSET),
                Map.entry("struct xunpcb.xu_firstref", Xunpcb.FIRSTREF_OFFSET),
                Map.entry("struct xunpcb.xu_nextref", Xunpcb.NEXTREF_OFFSET),
                Map.entry("struct xunpcb.xu_len", Xunpcb.LEN_OFFSET),
                Map.entry("struct xunpcb.xu_unpp", Xunpcb.UNPP_OFFSET),
                Map.entry("struct xunpcb.unp_conn", Xunpcb.CONN_OFFSET),
                Map.entry("struct xunpcb.unp_gencnt", Xunpcb.GENCNT_OFFSET),
                Map.entry("struct xunpcb.xu_addr", Xunpcb.ADDR_OFFSET),
                Map.entry("struct xunpcb.xu_addr.sun_path", Xunpcb.PATH_OFFSET),
                Map.entry("struct xunpcb.xu_socket.xso_len", Xunpcb.SOCKET_OFFSET)));
    }

    @Test
    void ofGenerationsInEveryRelease() throws Exception {
        assertEverywhere(Map.of(
                "struct xinpgen", PcbList.Pcbgen.XINPGEN.bytes(),
                "struct xinpgen.xig_len", PcbList.Pcbgen.LEN_OFFSET,
                "struct xinpgen.xig_count", PcbList.Pcbgen.COUNT_OFFSET,
                "struct xinpgen.xig_gen", PcbList.Pcbgen.GEN_OFFSET,
                "struct xunpgen", PcbList.Pcbgen.XUNPGEN.bytes(),
                "struct xunpgen.xug_len", PcbList.Pcbgen.LEN_OFFSET,
                "struct xunpgen.xug_count", PcbList.Pcbgen.COUNT_OFFSET,
                "struct xunpgen.xug_gen", PcbList.Pcbgen.GEN_OFFSET));
    }

    @Test
    void ofOwnersInEveryRelease() throws Exception {
        assertEverywhere(Map.ofEntries(
                Map.entry("struct xfile", Xfile.BYTES),
                Map.entry("struct xfile.xf_size", Xfile.SIZE_OFFSET),
                Map.entry("struct xfile.xf_pid", Xfile.PID_OFFSET),
                Map.entry("struct xfile.xf_uid", Xfile.UID_OFFSET),
                Map.entry("struct xfile.xf_fd", Xfile.FD_OFFSET),
                Map.entry("struct xfile.xf_type", Xfile.TYPE_OFFSET),
                Map.entry("struct xfile.xf_data", Xfile.DATA_OFFSET),
                Map.entry("struct kinfo_proc", KinfoProc.BYTES),
                Map.entry("struct kinfo_proc.ki_structsize", KinfoProc.STRUCTSIZE_OFFSET),
                Map.entry("struct kinfo_proc.ki_pid", KinfoProc.PID_OFFSET),
                Map.entry("struct kinfo_proc.ki_uid", KinfoProc.UID_OFFSET),
                Map.entry("struct kinfo_proc.ki_comm", KinfoProc.COMM_OFFSET),
                Map.entry("struct kinfo_proc.ki_jid", KinfoProc.JID_OFFSET)));
    }

    @Test
    void ofCountersByTheLengthOfTheirStruct() throws Exception {
        for (Map.Entry<String, Map<String, Integer>> layout : Layouts.all().entrySet()) {
            int structBytes = layout.getValue().get("struct tcpstat");
            for (Tcpstat.Counter counter : Tcpstat.Counter.values()) {
                assertEquals(
                        layout.getValue().get("struct tcpstat." + counter.field()),
                        counter.offset(structBytes),
                        layout.getKey() + " " + counter);
            }
        }
        Set<Integer> lengths = Layouts.all().values().stream()
                .map(numbers -> numbers.get("struct tcpstat"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(Tcpstat.BYTES_12_AND_13, Tcpstat.BYTES_14, Tcpstat.BYTES_15), lengths);
    }

    private static void assertEverywhere(Map<String, Integer> ours) throws Exception {
        Map<String, Map<String, Integer>> layouts = Layouts.all();
        assertEquals(LAYOUTS, layouts.size());
        for (Map.Entry<String, Map<String, Integer>> layout : layouts.entrySet()) {
            Map<String, Integer> theirs = new TreeMap<>(layout.getValue());
            theirs.keySet().retainAll(ours.keySet());
            assertEquals(new TreeMap<>(ours), theirs, layout.getKey());
        }
    }
}
