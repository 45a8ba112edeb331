package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.CHeaders;
import io.conncount.testing.Datagrams;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is on top of TCP. A test with ss compares MPTCP on real connections; few kernels have TLS. */
class UlpInfoTest {
    @Test
    void numbersAreThoseOfTheHeaderFiles() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "INET_DIAG_ULP_INFO", InetDiag.ULP_INFO,
                "INET_ULP_INFO_NAME", UlpInfo.NAME,
                "INET_ULP_INFO_TLS", UlpInfo.TLS,
                "INET_ULP_INFO_MPTCP", UlpInfo.MPTCP));
        CHeaders.assertCompiles(
                List.of("linux/tls.h"),
                Map.of(
                        "TLS_INFO_VERSION", UlpInfo.TLS_VERSION,
                        "TLS_INFO_CIPHER", UlpInfo.TLS_CIPHER,
                        "TLS_INFO_TXCONF", UlpInfo.TLS_TXCONF,
                        "TLS_INFO_RXCONF", UlpInfo.TLS_RXCONF,
                        "TLS_INFO_ZC_RO_TX", UlpInfo.TLS_ZC_RO_TX,
                        "TLS_1_2_VERSION", UlpInfo.TLS_1_2,
                        "TLS_1_3_VERSION", UlpInfo.TLS_1_3,
                        "TLS_CIPHER_AES_GCM_128", UlpInfo.AES_GCM_128,
                        "TLS_CIPHER_AES_GCM_256", UlpInfo.AES_GCM_256));
        CHeaders.assertCompiles(
                List.of("netinet/in.h", "linux/mptcp.h"),
                Map.of(
                        "MPTCP_SUBFLOW_ATTR_TOKEN_REM", UlpInfo.TOKEN_REM,
                        "MPTCP_SUBFLOW_ATTR_TOKEN_LOC", UlpInfo.TOKEN_LOC,
                        "MPTCP_SUBFLOW_ATTR_MAP_SEQ", UlpInfo.MAP_SEQ,
                        "MPTCP_SUBFLOW_ATTR_MAP_SFSEQ", UlpInfo.MAP_SFSEQ,
                        "MPTCP_SUBFLOW_ATTR_SSN_OFFSET", UlpInfo.SSN_OFFSET,
                        "MPTCP_SUBFLOW_ATTR_MAP_DATALEN", UlpInfo.MAP_DATALEN,
                        "MPTCP_SUBFLOW_ATTR_FLAGS", UlpInfo.FLAGS,
                        "MPTCP_SUBFLOW_ATTR_ID_REM", UlpInfo.ID_REM,
                        "MPTCP_SUBFLOW_ATTR_ID_LOC", UlpInfo.ID_LOC));
        CHeaders.assertCompiles(
                List.of("netinet/in.h", "linux/mptcp.h", "stddef.h"),
                Map.of(
                        "offsetof(struct mptcp_info, mptcpi_flags)", MptcpInfo.FLAGS_OFFSET,
                        "offsetof(struct mptcp_info, mptcpi_token)", MptcpInfo.TOKEN_OFFSET,
                        "offsetof(struct mptcp_info, mptcpi_write_seq)", MptcpInfo.WRITE_SEQ_OFFSET,
                        "offsetof(struct mptcp_info, mptcpi_snd_una)", MptcpInfo.SND_UNA_OFFSET,
                        "offsetof(struct mptcp_info, mptcpi_rcv_nxt)", MptcpInfo.RCV_NXT_OFFSET,
                        "MPTCP_INFO_FLAG_FALLBACK", MptcpInfo.FLAG_FALLBACK,
                        "MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED", MptcpInfo.FLAG_REMOTE_KEY_RECEIVED));
    }

    @Test
    void keysOfMd5AreLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of("INET_DIAG_MD5SIG", InetDiag.MD5SIG));
        CHeaders.assertCompiles(
                List.of("linux/tcp.h", "stddef.h"),
                Map.of(
                        "sizeof(struct tcp_diag_md5sig)", Md5Keys.BYTES,
                        "offsetof(struct tcp_diag_md5sig, tcpm_prefixlen)", Md5Keys.PREFIXLEN_OFFSET,
                        "offsetof(struct tcp_diag_md5sig, tcpm_keylen)", Md5Keys.KEYLEN_OFFSET,
                        "offsetof(struct tcp_diag_md5sig, tcpm_addr)", Md5Keys.ADDR_OFFSET,
                        "offsetof(struct tcp_diag_md5sig, tcpm_key)", Md5Keys.KEY_OFFSET));
    }

    @Test
    void tlsIsWrittenAsSsWritesIt() throws Exception {
        byte[] told = all(
                attribute(UlpInfo.NAME, "tls\0".getBytes(StandardCharsets.US_ASCII)),
                attribute(
                        UlpInfo.TLS,
                        all(
                                attribute(UlpInfo.TLS_VERSION, uint16(UlpInfo.TLS_1_3)),
                                attribute(UlpInfo.TLS_CIPHER, uint16(UlpInfo.AES_GCM_256)),
                                attribute(UlpInfo.TLS_TXCONF, uint16(2)),
                                attribute(UlpInfo.TLS_RXCONF, uint16(9)),
                                attribute(UlpInfo.TLS_ZC_RO_TX, new byte[0]))));
        assertEquals("tls version: 1.3 cipher: aes-gcm-256 rxconf: unknown(9) txconf: sw zc_ro_tx", text(told));
    }

    @Test
    void nothingInsideIsNothing() throws Exception {
        assertEquals("", text(new byte[0]));
    }

    @Test
    void whatIsTooShortIsNamed() {
        byte[] version = attribute(UlpInfo.TLS, attribute(UlpInfo.TLS_VERSION, new byte[1]));
        assertTrue(assertThrows(DecodeException.class, () -> text(version))
                .getMessage()
                .contains("TLS_INFO"));
        byte[] seq = attribute(UlpInfo.MPTCP, attribute(UlpInfo.MAP_SEQ, new byte[4]));
        assertTrue(assertThrows(DecodeException.class, () -> text(seq))
                .getMessage()
                .contains("MPTCP_SUBFLOW_ATTR"));
        byte[] beyond = attribute(UlpInfo.TLS, new byte[] {99, 0, 1, 0});
        assertThrows(DecodeException.class, () -> text(beyond));
    }

    private static String text(byte[] told) throws DecodeException {
        StructBuffer structs = new StructBuffer(Datagrams.buffer(told));
        structs.load(told.length);
        UlpInfo info = new UlpInfo(structs);
        info.read(0, told.length);
        byte[] into = new byte[256];
        return new String(into, 0, info.text(into), StandardCharsets.US_ASCII);
    }

    private static byte[] attribute(int type, byte[] value) {
        int bytes = Attributes.HEADER_BYTES + value.length;
        return ByteBuffer.allocate(NlMessages.aligned(bytes))
                .order(ByteOrder.nativeOrder())
                .putShort((short) bytes)
                .putShort((short) type)
                .put(value)
                .array();
    }

    private static byte[] uint16(int number) {
        return ByteBuffer.allocate(Short.BYTES)
                .order(ByteOrder.nativeOrder())
                .putShort((short) number)
                .array();
    }

    private static byte[] all(byte[]... parts) {
        int bytes = 0;
        for (byte[] part : parts) {
            bytes += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
