package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.socket.Protocol;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in one recorded socket, named by struct, byte and reason. Its header begins at byte 0 of the buffer. */
class InetDiagMessageTest {
    private static final int AT = NlMessages.HEADER_BYTES;
    private static final byte[] FIRST = first();
    private static final int FIRST_ATTRIBUTE = AT + InetDiagMessage.BYTES;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 3", "9, 9", "255, 255"})
    void unknownFamilyIsNamedByItsNumber(int number, String shown) {
        assertFault(
                "inet_diag_msg at byte 16: idiag_family " + shown + " is neither AF_INET nor AF_INET6",
                b -> b.put(AT + InetDiagMessage.FAMILY_OFFSET, (byte) number));
    }

    @ParameterizedTest
    @CsvSource({"0", "12", "13", "200", "255"})
    void unknownStateIsNamedByItsNumber(int number) {
        assertFault(
                "inet_diag_msg at byte 16: idiag_state " + number + " is not a requested state",
                b -> b.put(AT + InetDiagMessage.STATE_OFFSET, (byte) number));
    }

    @Test
    void attributeShorterThanItsHeaderOrLongerThanItsMessageIsRefused() {
        int left = FIRST.length - FIRST_ATTRIBUTE;
        for (int length : new int[] {0, 3, left + 1, 65535}) {
            assertFault(
                    "rtattr at byte " + FIRST_ATTRIBUTE + ": rta_len is " + length + ", must be from 4 to " + left,
                    b -> b.putShort(FIRST_ATTRIBUTE, (short) length));
        }
    }

    @Test
    void markAndCgroupOfTooFewBytesAreRefused() {
        assertFault(
                "rtattr at byte 88: INET_DIAG_MARK has 1 bytes, takes 4",
                b -> b.putShort(FIRST_ATTRIBUTE + 2, (short) InetDiag.MARK));
        assertFault(
                "rtattr at byte 88: INET_DIAG_CGROUP_ID has 1 bytes, takes 8",
                b -> b.putShort(FIRST_ATTRIBUTE + 2, (short) InetDiag.CGROUP_ID));
    }

    @Test
    void attributesThatAreNotReadAreSteppedOver() throws Exception {
        InetDiagMessage view = wrap(b -> b.putShort(FIRST_ATTRIBUTE + 2, (short) 999));
        assertEquals(false, view.owned());
        assertEquals(1, view.cgroupId());
    }

    @Test
    void nothingIsLeftOfThePreviousSocketInTheReusedView() throws Exception {
        ByteBuffer buffer = Datagrams.buffer(FIRST.clone());
        InetDiagMessage view = new InetDiagMessage(Protocol.TCP, loaded(buffer));
        view.wrap(AT, FIRST.length - AT);
        assertEquals(1, view.cgroupId());
        view.wrap(AT, InetDiagMessage.BYTES);
        assertEquals(0, view.cgroupId());
        assertEquals(InetDiagMessage.MARK_UNKNOWN, view.mark());
        assertEquals(false, view.owned());
    }

    private interface Damage {
        void to(ByteBuffer message);
    }

    private static void assertFault(String message, Damage damage) {
        assertEquals(
                message, assertThrows(DecodeException.class, () -> wrap(damage)).getMessage());
    }

    private static InetDiagMessage wrap(Damage damage) throws DecodeException {
        ByteBuffer buffer = Datagrams.buffer(FIRST.clone());
        damage.to(buffer);
        InetDiagMessage view = new InetDiagMessage(Protocol.TCP, loaded(buffer));
        view.wrap(AT, FIRST.length - AT);
        return view;
    }

    private static StructBuffer loaded(ByteBuffer buffer) {
        StructBuffer structs = new StructBuffer(buffer);
        structs.load(FIRST.length);
        return structs;
    }

    private static byte[] first() {
        byte[] answer = Golden.answer(Golden.TCP);
        return Arrays.copyOf(answer, Datagrams.boundaries(answer).get(1));
    }
}
