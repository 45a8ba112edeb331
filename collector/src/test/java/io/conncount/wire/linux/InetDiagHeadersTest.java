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
                "sizeof(struct inet_diag_sockid)", InetDiagSockId.BYTES,
                "offsetof(struct inet_diag_sockid, idiag_sport)", InetDiagSockId.SPORT_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_dport)", InetDiagSockId.DPORT_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_src)", InetDiagSockId.SRC_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_dst)", InetDiagSockId.DST_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_if)", InetDiagSockId.IF_OFFSET,
                "offsetof(struct inet_diag_sockid, idiag_cookie)", InetDiagSockId.COOKIE_OFFSET));
    }

    @Test
    void requestsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_req)", InetDiagRequest.REQ_BYTES,
                "offsetof(struct inet_diag_req, idiag_family)", 0,
                "offsetof(struct inet_diag_req, idiag_states)", InetDiagRequest.REQ_STATES_OFFSET,
                "sizeof(struct inet_diag_req_v2)", InetDiagRequest.REQ_V2_BYTES,
                "offsetof(struct inet_diag_req_v2, sdiag_family)", 0,
                "offsetof(struct inet_diag_req_v2, sdiag_protocol)", InetDiagRequest.REQ_V2_PROTOCOL_OFFSET,
                "offsetof(struct inet_diag_req_v2, idiag_states)", InetDiagRequest.REQ_V2_STATES_OFFSET));
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
                "TCPDIAG_GETSOCK", InetDiagRequest.TYPE_TCP_BOTH_FAMILIES,
                "SOCK_DIAG_BY_FAMILY", InetDiagRequest.TYPE_BY_FAMILY,
                "INET_DIAG_REQ_BYTECODE", InetDiagRequest.ATTRIBUTE_BYTECODE,
                "INET_DIAG_SHUTDOWN", InetDiagExtension.SHUTDOWN,
                "INET_DIAG_PROTOCOL", InetDiagExtension.PROTOCOL,
                "INET_DIAG_PEERS", InetDiagExtension.PEERS,
                "INET_DIAG_MARK", InetDiagExtension.MARK,
                "INET_DIAG_CGROUP_ID", InetDiagExtension.CGROUP_ID));
    }

    @Test
    void groupsOfEventsHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "SKNLGRP_INET_TCP_DESTROY", DestroyGroup.INET_TCP,
                "SKNLGRP_INET_UDP_DESTROY", DestroyGroup.INET_UDP,
                "SKNLGRP_INET6_TCP_DESTROY", DestroyGroup.INET6_TCP,
                "SKNLGRP_INET6_UDP_DESTROY", DestroyGroup.INET6_UDP));
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
                "AF_UNSPEC", LinuxFamily.UNSPECIFIED,
                "AF_INET", LinuxFamily.number(AddressFamily.IPV4),
                "AF_INET6", LinuxFamily.number(AddressFamily.IPV6),
                "IPPROTO_TCP", LinuxProtocol.TCP,
                "IPPROTO_UDP", LinuxProtocol.UDP,
                "IPPROTO_UDPLITE", LinuxProtocol.UDPLITE,
                "IPPROTO_SCTP", LinuxProtocol.SCTP,
                "IPPROTO_RAW", LinuxProtocol.RAW,
                "IPPROTO_MPTCP", LinuxProtocol.MPTCP));
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
