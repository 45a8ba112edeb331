package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.wire.AnswerText;
import io.conncount.wire.StructBuffer;

/**
 * The keys of TCP-MD5 (RFC 2385): {@code INET_DIAG_MD5SIG}, which the kernel tells CAP_NET_ADMIN (Linux 4.14). One struct after the other
 * ({@code linux/tcp.h}; the length in the host's byte order, the address in network order):
 *
 * <pre>
 * struct tcp_diag_md5sig
 *    0 tcpm_family u8    1 tcpm_prefixlen u8    2 tcpm_keylen u16    4 tcpm_addr, 16 bytes    20 tcpm_key, 80 bytes    100
 * </pre>
 */
final class Md5Keys {
    static final int PREFIXLEN_OFFSET = 1;
    static final int KEYLEN_OFFSET = PREFIXLEN_OFFSET + 1;
    static final int ADDR_OFFSET = KEYLEN_OFFSET + 2;
    static final int KEY_OFFSET = ADDR_OFFSET + 16;
    static final int KEY_BYTES = 80;
    static final int BYTES = KEY_OFFSET + KEY_BYTES;

    private static final int OCTAL_DIGIT_BITS = 3;

    private final StructBuffer structs;
    private final AnswerText text = new AnswerText();

    Md5Keys(StructBuffer structs) {
        this.structs = structs;
    }

    /** Writes them as ss does, with commas between; the length in bytes. */
    int text(int from, int bytes, byte[] into) {
        text.begin(into);
        for (int at = from; at + BYTES <= from + bytes; at += BYTES) {
            text.put(at == from ? "" : ",").put(address(at)).put('/');
            text.decimal(structs.uint8(at + PREFIXLEN_OFFSET)).put('=');
            writeKey(at + KEY_OFFSET, Math.min(structs.uint16(at + KEYLEN_OFFSET), KEY_BYTES));
        }
        return text.lengthBytes();
    }

    private String address(int at) {
        int addressAt = at + ADDR_OFFSET;
        return structs.uint8(at) == LinuxNumbers.AF_INET
                ? AddressText.of(AddressFamily.IPV4, 0, structs.networkUint32(addressAt))
                : AddressText.of(
                        AddressFamily.IPV6, structs.network64(addressAt), structs.network64(addressAt + Long.BYTES));
    }

    /** What separates keys, and what is not printable, is written as a backslash and three octal digits. */
    private void writeKey(int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            int octet = structs.uint8(at + i);
            if (octet > ' ' && octet < 0x7f && octet != '\\' && octet != ',') {
                text.put(octet);
            } else {
                text.put('\\');
                for (int shift = 2 * OCTAL_DIGIT_BITS; shift >= 0; shift -= OCTAL_DIGIT_BITS) {
                    text.put('0' + (octet >>> shift & 7));
                }
            }
        }
    }
}
