package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketType;
import io.conncount.testing.CHeaders;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our numbers are those of the header files of sockets that are not over IP. */
class PlainDiagHeadersTest {
    @Test
    void unixStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct unix_diag_req)", UnixDiagRequest.BYTES,
                "offsetof(struct unix_diag_req, sdiag_family)", UnixDiagRequest.FAMILY_OFFSET,
                "offsetof(struct unix_diag_req, udiag_states)", UnixDiagRequest.STATES_OFFSET,
                "offsetof(struct unix_diag_req, udiag_show)", UnixDiagRequest.SHOW_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct unix_diag_msg)", UnixDiagMessage.BYTES,
                "offsetof(struct unix_diag_msg, udiag_family)", PlainDiagMessage.FAMILY_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_type)", PlainDiagMessage.TYPE_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_state)", UnixDiagMessage.STATE_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_ino)", UnixDiagMessage.INO_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_cookie)", UnixDiagMessage.COOKIE_OFFSET,
                "sizeof(struct unix_diag_rqlen)", UnixDiagMessage.RQLEN_BYTES,
                "offsetof(struct unix_diag_rqlen, udiag_rqueue)", UnixDiagMessage.RQLEN_RQUEUE_OFFSET,
                "offsetof(struct unix_diag_rqlen, udiag_wqueue)", UnixDiagMessage.RQLEN_WQUEUE_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "UDIAG_SHOW_NAME", UnixDiagRequest.SHOW_NAME,
                "UDIAG_SHOW_PEER", UnixDiagRequest.SHOW_PEER,
                "UDIAG_SHOW_RQLEN", UnixDiagRequest.SHOW_RQLEN,
                "UDIAG_SHOW_MEMINFO", UnixDiagRequest.SHOW_MEMINFO,
                "UDIAG_SHOW_UID", UnixDiagRequest.SHOW_UID,
                "UNIX_DIAG_NAME", UnixDiagMessage.NAME,
                "UNIX_DIAG_PEER", UnixDiagMessage.PEER,
                "UNIX_DIAG_RQLEN", UnixDiagMessage.RQLEN,
                "UNIX_DIAG_UID", UnixDiagMessage.UID));
    }

    @Test
    void packetStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_req)", PacketDiagRequest.BYTES,
                "offsetof(struct packet_diag_req, sdiag_family)", PacketDiagRequest.FAMILY_OFFSET,
                "offsetof(struct packet_diag_req, pdiag_show)", PacketDiagRequest.SHOW_OFFSET,
                "PACKET_SHOW_INFO", PacketDiagRequest.SHOW_INFO,
                "PACKET_SHOW_MEMINFO", PacketDiagRequest.SHOW_MEMINFO));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_msg)", PacketDiagMessage.BYTES,
                "offsetof(struct packet_diag_msg, pdiag_family)", PlainDiagMessage.FAMILY_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_type)", PlainDiagMessage.TYPE_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_num)", PacketDiagMessage.NUM_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_ino)", PacketDiagMessage.INO_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_cookie)", PacketDiagMessage.COOKIE_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_info)", PacketDiagMessage.INFO_BYTES,
                "offsetof(struct packet_diag_info, pdi_index)", PacketDiagMessage.INFO_INDEX_OFFSET,
                "PACKET_DIAG_INFO", PacketDiagMessage.INFO,
                "PACKET_DIAG_UID", PacketDiagMessage.UID,
                "PACKET_DIAG_MEMINFO", PacketDiagMessage.MEMINFO));
    }

    @Test
    void netlinkStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct netlink_diag_req)", NetlinkDiagRequest.BYTES,
                "offsetof(struct netlink_diag_req, sdiag_family)", NetlinkDiagRequest.FAMILY_OFFSET,
                "offsetof(struct netlink_diag_req, sdiag_protocol)", NetlinkDiagRequest.PROTOCOL_OFFSET,
                "offsetof(struct netlink_diag_req, ndiag_show)", NetlinkDiagRequest.SHOW_OFFSET,
                "NDIAG_PROTO_ALL", NetlinkDiagRequest.PROTOCOL_ALL,
                "NDIAG_SHOW_MEMINFO", NetlinkDiagRequest.SHOW_MEMINFO,
                "NDIAG_SHOW_GROUPS", NetlinkDiagRequest.SHOW_GROUPS,
                "NETLINK_DIAG_MEMINFO", NetlinkDiagMessage.MEMINFO,
                "NETLINK_DIAG_GROUPS", NetlinkDiagMessage.GROUPS));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct netlink_diag_msg)", NetlinkDiagMessage.BYTES,
                "offsetof(struct netlink_diag_msg, ndiag_family)", PlainDiagMessage.FAMILY_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_type)", PlainDiagMessage.TYPE_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_protocol)", NetlinkDiagMessage.PROTOCOL_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_portid)", NetlinkDiagMessage.PORTID_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_dst_portid)", NetlinkDiagMessage.DST_PORTID_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_ino)", NetlinkDiagMessage.INO_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_cookie)", NetlinkDiagMessage.COOKIE_OFFSET));
    }

    @Test
    void vsockStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct vsock_diag_req)", VsockDiagRequest.BYTES,
                "offsetof(struct vsock_diag_req, sdiag_family)", VsockDiagRequest.FAMILY_OFFSET,
                "offsetof(struct vsock_diag_req, vdiag_states)", VsockDiagRequest.STATES_OFFSET));
        Map<String, Integer> message = new HashMap<>();
        message.put("sizeof(struct vsock_diag_msg)", VsockDiagMessage.BYTES);
        message.put("offsetof(struct vsock_diag_msg, vdiag_family)", PlainDiagMessage.FAMILY_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_type)", PlainDiagMessage.TYPE_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_state)", VsockDiagMessage.STATE_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_src_cid)", VsockDiagMessage.SRC_CID_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_src_port)", VsockDiagMessage.SRC_PORT_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_dst_cid)", VsockDiagMessage.DST_CID_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_dst_port)", VsockDiagMessage.DST_PORT_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_ino)", VsockDiagMessage.INO_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_cookie)", VsockDiagMessage.COOKIE_OFFSET);
        CHeaders.assertCompiles(message);
    }

    @Test
    void memoryNumbersStandWhereTheHeaderFilePutsThem() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "4 * SK_MEMINFO_RMEM_ALLOC", PlainDiagMessage.MEMINFO_RMEM_ALLOC_OFFSET,
                "4 * SK_MEMINFO_WMEM_ALLOC", PlainDiagMessage.MEMINFO_WMEM_ALLOC_OFFSET));
    }

    @Test
    void rawRequestHasTheLayoutOfOthersOverIp() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_req_raw)", InetDiagRequest.REQ_V2_BYTES,
                "offsetof(struct inet_diag_req_raw, sdiag_protocol)", InetDiagRequest.REQ_V2_PROTOCOL_OFFSET,
                "offsetof(struct inet_diag_req_raw, idiag_states)", InetDiagRequest.REQ_V2_STATES_OFFSET));
    }

    @Test
    void familiesAndTypesHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "AF_UNIX", LinuxFamily.number(AddressFamily.UNIX),
                "AF_PACKET", LinuxFamily.number(AddressFamily.PACKET),
                "AF_NETLINK", LinuxFamily.number(AddressFamily.NETLINK),
                "AF_VSOCK", LinuxFamily.number(AddressFamily.VSOCK)));
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < 256; number++) {
            SocketType type = LinuxSocketType.of(number);
            if (type != null) {
                numbers.put("SOCK_" + type.name(), number);
            }
        }
        assertEquals(SocketType.values().length, numbers.size());
        CHeaders.assertCompiles(numbers);
    }
}
