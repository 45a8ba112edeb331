package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.Waiting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of netlink itself, before, between and behind recorded sockets. The request's sequence number is 1. */
@Timeout(Waiting.SECONDS_MAX)
class ControlMessagesTest {
    private static final int SEQUENCE = 1;
    private static final int ALIEN = 77;
    private static final byte[] SOCKETS = withoutDone(Golden.answer(Golden.TCP_IPV6));
    private static final int COUNT = Datagrams.boundaries(SOCKETS).size() - 1;
    private static final byte[] DONE = Messages.done(SEQUENCE, 0);

    @Test
    void doneEndsTheDumpWithItsNumberOrWithout() throws Exception {
        assertComplete(dump(SOCKETS, DONE));
        assertComplete(dump(SOCKETS, Messages.header(Messages.HEADER_BYTES, Messages.DONE, SEQUENCE)));
        assertComplete(dump(Datagrams.join(List.of(SOCKETS, DONE))));
    }

    @Test
    void nothingBehindDoneIsRead() throws Exception {
        assertComplete(dump(SOCKETS, Datagrams.join(List.of(DONE, SOCKETS)), SOCKETS));
    }

    @Test
    void errorBeforeAnySocketIsAnException() {
        for (byte[] refusal : List.of(Messages.error(SEQUENCE, Errno.EPERM), Messages.done(SEQUENCE, -Errno.EPERM))) {
            KernelException error = assertThrows(KernelException.class, () -> dump(refusal));
            assertEquals(Errno.EPERM, error.errno());
            assertEquals("dump(NETLINK_SOCK_DIAG): operation not permitted (EPERM)", error.getMessage());
        }
    }

    @Test
    void errorBehindSocketsMarksTheAnswerIncomplete() throws Exception {
        assertFault("dump(NETLINK_SOCK_DIAG): out of memory (ENOMEM)", dump(SOCKETS, Messages.error(SEQUENCE, 12)));
        assertFault("dump(NETLINK_SOCK_DIAG): errno 4095", dump(SOCKETS, Messages.done(SEQUENCE, -4095)));
    }

    @Test
    void acknowledgementIsNotTheEnd() throws Exception {
        assertComplete(dump(Messages.error(SEQUENCE, 0), SOCKETS, DONE));
        assertFault(
                "datagram at byte 0: the answer ended without an end-of-dump message",
                dump(SOCKETS, Messages.error(1, 0)));
    }

    @Test
    void overrunMarksTheAnswerIncompleteAndTheRestIsRead() throws Exception {
        byte[] overrun = Messages.header(Messages.HEADER_BYTES, Messages.OVERRUN, SEQUENCE);
        assertFault("the kernel says that data was lost (NLMSG_OVERRUN)", dump(overrun, SOCKETS, DONE));
    }

    @Test
    void interruptedFlagMarksTheAnswerIncompleteAndTheRestIsRead() throws Exception {
        for (int at : Datagrams.boundaries(SOCKETS).subList(0, COUNT)) {
            byte[] sockets = SOCKETS.clone();
            sockets[at + Messages.FLAGS_OFFSET] |= Messages.DUMP_INTERRUPTED;
            assertFault("the kernel says that the dump was interrupted by a change", dump(sockets, DONE));
        }
        byte[] done = DONE.clone();
        done[Messages.FLAGS_OFFSET] |= Messages.DUMP_INTERRUPTED;
        assertFault("the kernel says that the dump was interrupted by a change", dump(SOCKETS, done));
    }

    @Test
    void noopIsSkippedButNotForEver() throws Exception {
        byte[] noop = Messages.header(Messages.HEADER_BYTES, Messages.NOOP, SEQUENCE);
        assertComplete(dump(noop, SOCKETS, noop, DONE));
        assertEndless(noop);
        assertEndless(Messages.header(Messages.HEADER_BYTES, Messages.OVERRUN, SEQUENCE));
        assertEndless(Messages.error(SEQUENCE, 0));
    }

    @Test
    void answersToOtherRequestsAreLeftOutAndReportedButNotForEver() throws Exception {
        String leftOut = "a message with the nlmsg_seq of another request was skipped";
        assertFault(leftOut, dump(Messages.done(ALIEN, 0), Messages.error(ALIEN, Errno.EPERM), SOCKETS, DONE));
        assertFault(leftOut, dump(Datagrams.answering(ALIEN, SOCKETS), SOCKETS, DONE));
        assertEndless(Messages.done(ALIEN, 0));
        assertEndless(Datagrams.answering(ALIEN, SOCKETS));
    }

    @Test
    void messageShorterThanItsHeaderIsAFault() throws Exception {
        assertFault(
                "nlmsghdr at byte 0: nlmsg_len is 0, must be from 16 to 16", dump(SOCKETS, Messages.header(0, 18, 1)));
        assertFault(
                "nlmsghdr at byte 0: nlmsg_len is 15, must be from 16 to 16",
                dump(SOCKETS, Messages.header(15, 18, 1)));
        assertFault("nlmsghdr at byte 0: 15 bytes are left, a header takes 16", dump(SOCKETS, Arrays.copyOf(DONE, 15)));
    }

    @Test
    void messageLongerThanItsDatagramIsAFault() throws Exception {
        assertFault(
                "nlmsghdr at byte 0: nlmsg_len is 17, must be from 16 to 16",
                dump(SOCKETS, Messages.header(17, Messages.DONE, 1)));
        assertFault(
                "nlmsghdr at byte 0: nlmsg_len is 4294967295, must be from 16 to 16",
                dump(SOCKETS, Messages.header(-1, Messages.DONE, 1)));
    }

    @Test
    void messageOfATypeThatWasNotAskedForIsAFault() throws Exception {
        assertFault(
                "nlmsghdr at byte 0: nlmsg_type 19 was not requested",
                dump(SOCKETS, Messages.header(16, 19, SEQUENCE)));
    }

    @Test
    void socketAndErrorWithoutTheirBodiesAreFaults() throws Exception {
        assertFault("inet_diag_msg at byte 16: 0 bytes, takes 72", dump(SOCKETS, Messages.header(16, 18, SEQUENCE)));
        assertFault(
                "nlmsgerr at byte 16: 0 bytes, takes 20", dump(SOCKETS, Messages.header(16, Messages.ERROR, SEQUENCE)));
    }

    @Test
    void datagramThatWasCutOnReceiptIsAFault() throws Exception {
        byte[] huge = new byte[100_000];
        assertFault("datagram at byte 0: its 100000 bytes were cut to 65536 on receipt", dump(SOCKETS, huge));
    }

    @Test
    void endOfTheRecordingIsAFaultEvenBeforeAnySocket() throws Exception {
        assertFault("datagram at byte 0: the answer ended without an end-of-dump message", dump(SOCKETS));
        DumpResult empty = dump(new byte[0]);
        assertEquals(0, empty.sockets());
        assertTrue(empty.fault().isPresent());
    }

    @Test
    void channelThatFailsMidwayMarksTheAnswerIncomplete() throws Exception {
        Reply sockets = Reply.datagram(SOCKETS);
        assertFault("recv(recorded): nothing to read (EAGAIN)", dump(List.of(sockets, Reply.error(Errno.EAGAIN))));
        assertFault(
                "recv(recorded): receive buffer full, data lost (ENOBUFS)",
                dump(List.of(sockets, Reply.error(Errno.ENOBUFS), sockets)));
    }

    @Test
    void channelThatFailsAtOnceIsAnException() {
        KernelException error = assertThrows(KernelException.class, () -> dump(List.of(Reply.error(Errno.EAGAIN))));
        assertEquals(Errno.EAGAIN, error.errno());
    }

    private static void assertEndless(byte[] message) throws Exception {
        List<Reply> replies = new ArrayList<>(List.of(Reply.datagram(SOCKETS)));
        replies.addAll(Collections.nCopies(100_000, Reply.datagram(message)));
        String fault = dump(replies).fault().orElseThrow();
        assertTrue(fault.matches("nlmsghdr at byte \\d+: more than 1000 messages .*"), fault);
    }

    private static void assertComplete(DumpResult result) {
        assertEquals(Optional.empty(), result.fault());
        assertEquals(COUNT, result.sockets());
    }

    private static void assertFault(String fault, DumpResult result) {
        assertEquals(Optional.of(fault), result.fault());
        assertEquals(COUNT, result.sockets());
    }

    private static DumpResult dump(byte[]... datagrams) throws KernelException {
        return dump(Reply.datagrams(List.of(datagrams)));
    }

    private static DumpResult dump(List<Reply> replies) throws KernelException {
        DumpRequest request = DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), TcpState.ALL);
        return new LinuxSockDiag(() -> RecordedChannel.of(replies)).dump(request, socket -> {});
    }

    private static byte[] withoutDone(byte[] answer) {
        List<Integer> boundaries = Datagrams.boundaries(answer);
        return Arrays.copyOf(answer, boundaries.get(boundaries.size() - 2));
    }
}
