package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import io.conncount.testing.CHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our numbers are those of {@code linux/inet_diag.h} and the headers it rests on. */
class InetDiagHeadersTest {
    @Test
    void socketIdentityIsLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_sockid)", InetDiag.SockId.BYTES,
                "offsetof(struct inet_diag_sockid, idiag_sport)", InetDiag.SockId.SPORT_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_dport)", InetDiag.SockId.DPORT_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_src)", InetDiag.SockId.SRC_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_dst)", InetDiag.SockId.DST_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_if)", InetDiag.SockId.IF_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_cookie)", InetDiag.SockId.COOKIE_OFFSET));
    }

    @Test
    void requestsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_req)", InetDiag.REQ_BYTES,
                "offsetof(struct inet_diag_req, idiag_family)", 0,
                "offsetof(struct inet_diag_req, idiag_states)", InetDiag.REQ_STATES_OFFSET,
                "sizeof(struct inet_diag_req_v2)", InetDiag.REQ_V2_BYTES,
                "offsetof(struct inet_diag_req_v2, sdiag_family)", 0,
                "offsetof(struct inet_diag_req_v2, sdiag_protocol)", InetDiag.REQ_V2_PROTOCOL_OFFSET,
                "offsetof(struct inet_diag_req_v2, idiag_states)", InetDiag.REQ_V2_STATES_OFFSET));
    }

    @Test
    void answerIsLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_msg)", InetDiagMessage.BYTES,
                "offsetof(struct inet_diag_msg, idiag_family)", InetDiagMessage.FAMILY_OFFSET,
                "offsetof(struct inet_diag_msg, idiag_state)", InetDiagMessage.STATE_OFFSET,
                "offsetof(struct inet_diag_msg, idiag_timer)", InetDiagMessage.TIMER_OFFSET,
                "offsetof(struct inet_diag_msg, id)", InetDiagMessage.ID_OFFSET,
                "offsetof(struct inet_diag_msg, idiag_uid)", InetDiagMessage.UID_OFFSET,
                "sizeof(struct rtattr)", Attributes.HEADER_BYTES,
                "offsetof(struct rtattr, rta_len)", Attributes.LEN_OFFSET,
                "offsetof(struct rtattr, rta_type)", Attributes.TYPE_OFFSET));
    }

    @Test
    void typesAndAttributesHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "TCPDIAG_GETSOCK", DiagTable.TYPE_TCP_BOTH_FAMILIES,
                "SOCK_DIAG_BY_FAMILY", DiagTable.TYPE_BY_FAMILY,
                "INET_DIAG_REQ_BYTECODE", InetDiag.ATTRIBUTE_BYTECODE,
                "INET_DIAG_SHUTDOWN", InetDiag.SHUTDOWN,
                "INET_DIAG_PROTOCOL", InetDiag.PROTOCOL,
                "INET_DIAG_PEERS", InetDiag.PEERS,
                "INET_DIAG_MARK", InetDiag.MARK,
                "INET_DIAG_CGROUP_ID", InetDiag.CGROUP_ID));
    }

    @Test
    void groupsOfEventsHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "SKNLGRP_INET_TCP_DESTROY", InetDiag.SKNLGRP_INET_TCP_DESTROY,
                "SKNLGRP_INET_UDP_DESTROY", InetDiag.SKNLGRP_INET_UDP_DESTROY,
                "SKNLGRP_INET6_TCP_DESTROY", InetDiag.SKNLGRP_INET6_TCP_DESTROY,
                "SKNLGRP_INET6_UDP_DESTROY", InetDiag.SKNLGRP_INET6_UDP_DESTROY));
    }

    @Test
    void bytecodeHasTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_bc_op)", FilterBytecode.OP_BYTES,
                "offsetof(struct inet_diag_bc_op, code)", 0,
                "offsetof(struct inet_diag_bc_op, yes)", 1,
                "offsetof(struct inet_diag_bc_op, no)", 2,
                "INET_DIAG_BC_JMP", FilterBytecode.JUMP,
                "INET_DIAG_BC_S_GE", FilterBytecode.SOURCE_GE,
                "INET_DIAG_BC_S_LE", FilterBytecode.SOURCE_LE,
                "INET_DIAG_BC_D_GE", FilterBytecode.DESTINATION_GE,
                "INET_DIAG_BC_D_LE", FilterBytecode.DESTINATION_LE));
        CHeaders.assertCompiles(Map.of(
                "INET_DIAG_BC_AUTO", FilterBytecode.AUTO,
                "INET_DIAG_BC_S_COND", FilterBytecode.SOURCE_HOST,
                "INET_DIAG_BC_D_COND", FilterBytecode.DESTINATION_HOST,
                "INET_DIAG_BC_DEV_COND", FilterBytecode.DEVICE,
                "INET_DIAG_BC_MARK_COND", FilterBytecode.MARK,
                "INET_DIAG_BC_CGROUP_COND", FilterBytecode.CGROUP,
                "sizeof(struct inet_diag_hostcond)", FilterBytecode.HOST_CONDITION_BYTES,
                "offsetof(struct inet_diag_hostcond, prefix_len)", 1,
                "offsetof(struct inet_diag_hostcond, port)", 4,
                "offsetof(struct inet_diag_markcond, mask)", 4));
    }

    @Test
    void familiesAndProtocolsHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "AF_UNSPEC", LinuxNumbers.AF_UNSPEC,
                "AF_INET", LinuxNumbers.ofFamily(AddressFamily.IPV4),
                "AF_INET6", LinuxNumbers.ofFamily(AddressFamily.IPV6),
                "IPPROTO_TCP", LinuxNumbers.IPPROTO_TCP,
                "IPPROTO_UDP", LinuxNumbers.IPPROTO_UDP,
                "IPPROTO_UDPLITE", LinuxNumbers.IPPROTO_UDPLITE,
                "IPPROTO_SCTP", LinuxNumbers.IPPROTO_SCTP,
                "IPPROTO_RAW", LinuxNumbers.IPPROTO_RAW,
                "IPPROTO_MPTCP", LinuxNumbers.IPPROTO_MPTCP));
    }

    @Test
    void everyStateHasTheNumberOfTheHeaderFile() throws Exception {
        Map<String, Integer> masks = new HashMap<>();
        for (TcpState state : TcpState.values()) {
            masks.put("1 << TCP_" + state.name(), LinuxTcpState.mask(Set.of(state)));
        }
        CHeaders.assertCompiles(masks);
    }
}
