package io.conncount.wire.linux;

import io.conncount.wire.AnswerText;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;

/**
 * What the protocol on top of a TCP connection tells: {@code INET_DIAG_ULP_INFO}, which comes with {@code INET_DIAG_INFO} to
 * CAP_NET_ADMIN (Linux 5.4). Attributes inside the attribute, numbers in the host's byte order:
 *
 * <pre>
 * INET_ULP_INFO_NAME     string                                            linux/inet_diag.h
 * INET_ULP_INFO_TLS      TLS_INFO_*: version, cipher, txconf, rxconf u16   linux/tls.h
 * INET_ULP_INFO_MPTCP    MPTCP_SUBFLOW_ATTR_*: tokens, map_sfseq, ssn_offset, flags u32,
 *                        map_seq u64, map_datalen u16, ids u8              linux/mptcp.h
 * </pre>
 */
final class UlpInfo {
    static final int NAME = 1;
    static final int TLS = 2;
    static final int MPTCP = 3;

    static final int TLS_VERSION = 1;
    static final int TLS_CIPHER = 2;
    static final int TLS_TXCONF = 3;
    static final int TLS_RXCONF = 4;
    static final int TLS_ZC_RO_TX = 5;
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;
    static final int AES_GCM_128 = 51;
    static final int AES_GCM_256 = 52;

    static final int TOKEN_REM = 1;
    static final int TOKEN_LOC = 2;
    static final int MAP_SEQ = 4;
    static final int MAP_SFSEQ = 5;
    static final int SSN_OFFSET = 6;
    static final int MAP_DATALEN = 7;
    static final int FLAGS = 8;
    static final int ID_REM = 9;
    static final int ID_LOC = 10;

    /** {@code TLS_CONF_*}, from 1 on. */
    private static final String[] TLS_CONFS = {"none", "sw", "hw", "hw-record"};

    /** {@code MPTCP_SUBFLOW_FLAG_*}, a letter each, from the lowest bit. */
    private static final String FLAG_LETTERS = "MmJjBbecv";

    private static final int TOKEN_DIGITS_MIN = 4;

    private final StructBuffer structs;
    private final Attributes layer;
    private final Attributes tls;
    private final Attributes subflow;
    private final AnswerText text = new AnswerText();

    UlpInfo(StructBuffer structs) {
        this.structs = structs;
        layer = new Attributes(structs, MPTCP);
        tls = new Attributes(structs, TLS_ZC_RO_TX);
        subflow = new Attributes(structs, ID_LOC);
    }

    /** Finds the attributes in a value. */
    void read(int at, int bytes) throws DecodeException {
        layer.read(at, at + bytes);
        if (layer.has(TLS)) {
            read(TLS, tls);
            for (int type = TLS_VERSION; type <= TLS_RXCONF; type++) {
                tls.require(type, "TLS_INFO", Short.BYTES);
            }
        }
        if (layer.has(MPTCP)) {
            read(MPTCP, subflow);
            for (int type = TOKEN_REM; type <= ID_LOC; type++) {
                subflow.require(type, "MPTCP_SUBFLOW_ATTR", bytesOf(type));
            }
        }
    }

    private void read(int type, Attributes inner) throws DecodeException {
        inner.read(layer.valueAt(type), layer.valueAt(type) + layer.valueBytes(type));
    }

    private static int bytesOf(int type) {
        return switch (type) {
            case MAP_SEQ -> Long.BYTES;
            case MAP_DATALEN -> Short.BYTES;
            case ID_REM, ID_LOC -> 1;
            default -> Integer.BYTES;
        };
    }

    /** Writes what was read, as ss does behind {@code tcp-ulp-}; its length in bytes. */
    int text(byte[] into) {
        text.begin(into);
        for (int i = 0; layer.has(NAME) && i < layer.valueBytes(NAME); i++) {
            int octet = structs.uint8(layer.valueAt(NAME) + i);
            if (octet == 0) {
                break;
            }
            text.put(octet);
        }
        if (layer.has(TLS)) {
            writeTls();
        }
        if (layer.has(MPTCP)) {
            writeSubflow();
        }
        return text.lengthBytes();
    }

    private void writeTls() {
        switch (uint16(tls, TLS_VERSION)) {
            case TLS_1_2 -> text.put(" version: 1.2");
            case TLS_1_3 -> text.put(" version: 1.3");
            default -> {}
        }
        switch (uint16(tls, TLS_CIPHER)) {
            case AES_GCM_128 -> text.put(" cipher: aes-gcm-128");
            case AES_GCM_256 -> text.put(" cipher: aes-gcm-256");
            default -> {}
        }
        writeTlsConf(TLS_RXCONF, " rxconf: ");
        writeTlsConf(TLS_TXCONF, " txconf: ");
        if (tls.has(TLS_ZC_RO_TX)) {
            text.put(" zc_ro_tx");
        }
    }

    private void writeTlsConf(int type, String label) {
        if (tls.has(type)) {
            int conf = uint16(tls, type);
            text.put(label);
            if (conf >= 1 && conf <= TLS_CONFS.length) {
                text.put(TLS_CONFS[conf - 1]);
            } else {
                text.put("unknown(").decimal(conf).put(')');
            }
        }
    }

    private void writeSubflow() {
        long flags = subflow.has(FLAGS) ? uint32(FLAGS) : 0;
        if (flags != 0) {
            text.put(" flags:");
            for (int bit = 0; bit < FLAG_LETTERS.length(); bit++) {
                if ((flags & 1L << bit) != 0) {
                    text.put(FLAG_LETTERS.charAt(bit));
                }
            }
        }
        if (subflow.has(TOKEN_REM) && subflow.has(TOKEN_LOC) && subflow.has(ID_REM) && subflow.has(ID_LOC)) {
            writeToken(" token:", TOKEN_REM, ID_REM);
            writeToken("/", TOKEN_LOC, ID_LOC);
        }
        if (subflow.has(MAP_SEQ)) {
            text.put(" seq:").hex(structs.int64(subflow.valueAt(MAP_SEQ)));
        }
        writeHex(" sfseq:", MAP_SFSEQ);
        writeHex(" ssnoff:", SSN_OFFSET);
        if (subflow.has(MAP_DATALEN)) {
            text.put(" maplen:").hex(uint16(subflow, MAP_DATALEN));
        }
    }

    private void writeToken(String label, int token, int id) {
        text.put(label).hex(uint32(token), TOKEN_DIGITS_MIN);
        text.put("(id:").decimal(structs.uint8(subflow.valueAt(id))).put(')');
    }

    private void writeHex(String label, int type) {
        if (subflow.has(type)) {
            text.put(label).hex(uint32(type));
        }
    }

    private long uint32(int type) {
        return Integer.toUnsignedLong(structs.int32(subflow.valueAt(type)));
    }

    /** A number of two bytes; 0 if it did not come. */
    private int uint16(Attributes from, int type) {
        return from.has(type) ? structs.uint16(from.valueAt(type)) : 0;
    }
}
