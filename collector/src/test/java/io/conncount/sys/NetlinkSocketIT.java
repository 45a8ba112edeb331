package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The channel to this kernel. */
class NetlinkSocketIT {
    @Test
    void nothingToReadIsAnErrorAndDoesNotWait() throws Exception {
        try (NetlinkSocket socket = NetlinkSocket.openSockDiag()) {
            KernelException error =
                    assertThrows(KernelException.class, () -> socket.receive(ByteBuffer.allocateDirect(64)));
            assertEquals(Errno.EAGAIN, error.errno());
            assertEquals("recv(NETLINK_SOCK_DIAG): nothing to read (EAGAIN)", error.getMessage());
        }
    }

    @Test
    void datagramThatDoesNotFitTellsItsWholeLength() throws Exception {
        try (NetlinkSocket socket = NetlinkSocket.openSockDiag()) {
            socket.send(request());
            ByteBuffer small = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            int length = socket.receive(small);
            assertTrue(length > small.capacity(), length + " bytes");
            assertEquals(length, small.getInt(0), "nlmsg_len of the refusal, which is all there is in the datagram");
        }
    }

    @Test
    void closedSocketIsAnErrorAndNotAnEmptyAnswer() throws Exception {
        NetlinkSocket socket = NetlinkSocket.openSockDiag();
        socket.close();
        KernelException error = assertThrows(KernelException.class, () -> socket.send(request()));
        assertEquals("send(NETLINK_SOCK_DIAG): errno 9", error.getMessage());
    }

    /** A message type of payloads that sock_diag does not know, for which it sends an error at once. */
    private static ByteBuffer request() {
        ByteBuffer request = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
        request.putInt(20).putShort((short) 999).putShort((short) 1).putInt(1).putInt(0);
        return request.rewind();
    }
}
