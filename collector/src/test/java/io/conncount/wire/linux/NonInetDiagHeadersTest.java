package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketType;
import io.conncount.testing.CHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our numbers are those of the header files of sockets that are not over IP. */
class NonInetDiagHeadersTest {
    @Test
    void unixStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct unix_diag_req)", UnixDiag.REQ_BYTES,
                "offsetof(struct unix_diag_req, sdiag_family)", UnixDiag.REQ_FAMILY_OFFSET,
                "offsetof(struct unix_diag_req, udiag_states)", UnixDiag.REQ_STATES_OFFSET,
                "offsetof(struct unix_diag_req, udiag_show)", UnixDiag.REQ_SHOW_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct unix_diag_msg)", UnixDiag.Message.BYTES,
                "offsetof(struct unix_diag_msg, udiag_family)", NonInetDiagMessage.FAMILY_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_type)", NonInetDiagMessage.TYPE_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_state)", UnixDiag.Message.STATE_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_ino)", UnixDiag.Message.INO_OFFSET,
                "offsetof(struct unix_diag_msg, udiag_cookie)", UnixDiag.Message.COOKIE_OFFSET,
                "sizeof(struct unix_diag_rqlen)", UnixDiag.Message.RQLEN_BYTES,
                "offsetof(struct unix_diag_rqlen, udiag_rqueue)", UnixDiag.Message.RQLEN_RQUEUE_OFFSET,
                "offsetof(struct unix_diag_rqlen, udiag_wqueue)", UnixDiag.Message.RQLEN_WQUEUE_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "UDIAG_SHOW_NAME", UnixDiag.SHOW_NAME,
                "UDIAG_SHOW_PEER", UnixDiag.SHOW_PEER,
                "UDIAG_SHOW_RQLEN", UnixDiag.SHOW_RQLEN,
                "UDIAG_SHOW_MEMINFO", UnixDiag.SHOW_MEMINFO,
                "UDIAG_SHOW_UID", UnixDiag.SHOW_UID,
                "UNIX_DIAG_NAME", UnixDiag.Message.NAME,
                "UNIX_DIAG_PEER", UnixDiag.Message.PEER,
                "UNIX_DIAG_RQLEN", UnixDiag.Message.RQLEN,
                "UNIX_DIAG_UID", UnixDiag.Message.UID));
        CHeaders.assertCompiles(Map.of(
                "UDIAG_SHOW_VFS", UnixDiag.SHOW_VFS,
                "UDIAG_SHOW_ICONS", UnixDiag.SHOW_ICONS,
                "UNIX_DIAG_VFS", UnixDiag.Message.VFS,
                "UNIX_DIAG_ICONS", UnixDiag.Message.ICONS,
                "UNIX_DIAG_MEMINFO", UnixDiag.Message.MEMINFO,
                "UNIX_DIAG_SHUTDOWN", UnixDiag.Message.SHUTDOWN,
                "sizeof(struct unix_diag_vfs)", UnixDiag.Message.VFS_BYTES,
                "offsetof(struct unix_diag_vfs, udiag_vfs_ino)", UnixDiag.Message.VFS_INO_OFFSET,
                "offsetof(struct unix_diag_vfs, udiag_vfs_dev)", UnixDiag.Message.VFS_DEV_OFFSET));
    }

    @Test
    void packetStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_req)", PacketDiag.REQ_BYTES,
                "offsetof(struct packet_diag_req, sdiag_family)", PacketDiag.REQ_FAMILY_OFFSET,
                "offsetof(struct packet_diag_req, pdiag_show)", PacketDiag.REQ_SHOW_OFFSET,
                "PACKET_SHOW_INFO", PacketDiag.SHOW_INFO,
                "PACKET_SHOW_MEMINFO", PacketDiag.SHOW_MEMINFO));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_msg)", PacketDiag.Message.BYTES,
                "offsetof(struct packet_diag_msg, pdiag_family)", NonInetDiagMessage.FAMILY_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_type)", NonInetDiagMessage.TYPE_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_num)", PacketDiag.Message.NUM_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_ino)", PacketDiag.Message.INO_OFFSET,
                "offsetof(struct packet_diag_msg, pdiag_cookie)", PacketDiag.Message.COOKIE_OFFSET));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct packet_diag_info)", PacketDiag.Message.INFO_BYTES,
                "offsetof(struct packet_diag_info, pdi_index)", PacketDiag.Message.INFO_INDEX_OFFSET,
                "PACKET_DIAG_INFO", PacketDiag.Message.INFO,
                "PACKET_DIAG_UID", PacketDiag.Message.UID,
                "PACKET_DIAG_MEMINFO", PacketDiag.Message.MEMINFO));
        CHeaders.assertCompiles(Map.of(
                "PACKET_SHOW_RING_CFG", PacketDiag.SHOW_RING_CFG,
                "PACKET_SHOW_FANOUT", PacketDiag.SHOW_FANOUT,
                "PACKET_SHOW_FILTER", PacketDiag.SHOW_FILTER,
                "PACKET_DIAG_RX_RING", PacketDiag.Message.RX_RING,
                "PACKET_DIAG_TX_RING", PacketDiag.Message.TX_RING,
                "PACKET_DIAG_FANOUT", PacketDiag.Message.FANOUT,
                "PACKET_DIAG_FILTER", PacketDiag.Message.FILTER));
        CHeaders.assertCompiles(Map.of(
                "offsetof(struct packet_diag_info, pdi_version)", PacketText.VERSION_OFFSET,
                "offsetof(struct packet_diag_info, pdi_copy_thresh)", PacketText.COPY_THRESH_OFFSET,
                "offsetof(struct packet_diag_info, pdi_flags)", PacketText.FLAGS_OFFSET,
                "sizeof(struct packet_diag_ring)", PacketText.RING_BYTES,
                "offsetof(struct packet_diag_ring, pdr_features)", PacketText.RING_FEATURES_OFFSET));
        CHeaders.assertCompiles(
                List.of("linux/filter.h"), Map.of("sizeof(struct sock_filter)", PacketText.INSTRUCTION_BYTES));
    }

    @Test
    void netlinkStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct netlink_diag_req)", NetlinkDiag.REQ_BYTES,
                "offsetof(struct netlink_diag_req, sdiag_family)", NetlinkDiag.REQ_FAMILY_OFFSET,
                "offsetof(struct netlink_diag_req, sdiag_protocol)", NetlinkDiag.REQ_PROTOCOL_OFFSET,
                "offsetof(struct netlink_diag_req, ndiag_show)", NetlinkDiag.REQ_SHOW_OFFSET,
                "NDIAG_PROTO_ALL", NetlinkDiag.PROTOCOL_ALL,
                "NDIAG_SHOW_MEMINFO", NetlinkDiag.SHOW_MEMINFO,
                "NDIAG_SHOW_GROUPS", NetlinkDiag.SHOW_GROUPS,
                "NETLINK_DIAG_MEMINFO", NetlinkDiag.Message.MEMINFO,
                "NETLINK_DIAG_GROUPS", NetlinkDiag.Message.GROUPS));
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct netlink_diag_msg)", NetlinkDiag.Message.BYTES,
                "offsetof(struct netlink_diag_msg, ndiag_family)", NonInetDiagMessage.FAMILY_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_type)", NonInetDiagMessage.TYPE_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_protocol)", NetlinkDiag.Message.PROTOCOL_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_portid)", NetlinkDiag.Message.PORTID_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_dst_portid)", NetlinkDiag.Message.DST_PORTID_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_ino)", NetlinkDiag.Message.INO_OFFSET,
                "offsetof(struct netlink_diag_msg, ndiag_cookie)", NetlinkDiag.Message.COOKIE_OFFSET));
    }

    @Test
    void vsockStructsAreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct vsock_diag_req)", VsockDiag.REQ_BYTES,
                "offsetof(struct vsock_diag_req, sdiag_family)", VsockDiag.REQ_FAMILY_OFFSET,
                "offsetof(struct vsock_diag_req, vdiag_states)", VsockDiag.REQ_STATES_OFFSET));
        Map<String, Integer> message = new HashMap<>();
        message.put("sizeof(struct vsock_diag_msg)", VsockDiag.Message.BYTES);
        message.put("offsetof(struct vsock_diag_msg, vdiag_family)", NonInetDiagMessage.FAMILY_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_type)", NonInetDiagMessage.TYPE_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_state)", VsockDiag.Message.STATE_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_src_cid)", VsockDiag.Message.SRC_CID_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_src_port)", VsockDiag.Message.SRC_PORT_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_dst_cid)", VsockDiag.Message.DST_CID_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_dst_port)", VsockDiag.Message.DST_PORT_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_ino)", VsockDiag.Message.INO_OFFSET);
        message.put("offsetof(struct vsock_diag_msg, vdiag_cookie)", VsockDiag.Message.COOKIE_OFFSET);
        CHeaders.assertCompiles(message);
    }

    @Test
    void memoryNumbersStandWhereTheHeaderFilePutsThem() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "4 * SK_MEMINFO_RMEM_ALLOC", NonInetDiagMessage.MEMINFO_RMEM_ALLOC_OFFSET,
                "4 * SK_MEMINFO_WMEM_ALLOC", NonInetDiagMessage.MEMINFO_WMEM_ALLOC_OFFSET));
    }

    @Test
    void rawRequestHasTheLayoutOfOthersOverIp() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct inet_diag_req_raw)", InetDiag.REQ_V2_BYTES,
                "offsetof(struct inet_diag_req_raw, sdiag_protocol)", InetDiag.REQ_V2_PROTOCOL_OFFSET,
                "offsetof(struct inet_diag_req_raw, idiag_states)", InetDiag.REQ_V2_STATES_OFFSET));
    }

    @Test
    void familiesAndTypesHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "AF_UNIX", LinuxNumbers.ofFamily(AddressFamily.UNIX),
                "AF_PACKET", LinuxNumbers.ofFamily(AddressFamily.PACKET),
                "AF_NETLINK", LinuxNumbers.ofFamily(AddressFamily.NETLINK),
                "AF_VSOCK", LinuxNumbers.ofFamily(AddressFamily.VSOCK)));
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < 256; number++) {
            SocketType type = LinuxNumbers.type(number);
            if (type != null) {
                numbers.put("SOCK_" + type.name(), number);
            }
        }
        assertEquals(SocketType.values().length, numbers.size());
        CHeaders.assertCompiles(numbers);
    }
}
