package io.conncount.source;

import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.NlMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** One request put to sock_diag, and its answer read to the end: the loop between the channel and the sink. */
final class SockDiagDump {
    /** The kernel fills at most 32 KiB at a time, whatever is offered. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MessageChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final StructBuffer structs = new StructBuffer(buffer);
    private final NlMessages messages = new NlMessages(structs);
    private final DumpAnswer answer;

    private long bytes;

    /** A dump of this table, through this channel. */
    SockDiagDump(MessageChannel channel, DiagTable table) {
        this.channel = channel;
        answer = new DumpAnswer(messages, table.view(structs));
    }

    /**
     * Sends the request and shows the sockets of its answer.
     *
     * @param sequence the request's {@code nlmsg_seq}, which its answers carry
     * @throws KernelException if the request was refused before any socket had come
     */
    DumpResult run(ByteBuffer request, int sequence, long socketsMax, SocketSink sink) throws KernelException {
        bytes = 0;
        Optional<String> fault = Optional.empty();
        answer.begin(sequence);
        channel.send(request);
        try {
            while (!answer.ended() && answer.sockets() < socketsMax && !sink.satisfied()) {
                readDatagram(sink);
            }
        } catch (DecodeException e) {
            fault = Optional.of(e.getMessage());
        } catch (KernelException e) {
            if (answer.sockets() == 0) {
                throw e;
            }
            fault = Optional.of(e.getMessage());
        }
        return new DumpResult(answer.sockets(), bytes, fault.isPresent() ? fault : answer.fault());
    }

    private void readDatagram(SocketSink sink) throws KernelException, DecodeException {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelException("dump(NETLINK_SOCK_DIAG)", Errno.EINTR);
        }
        int received = channel.receive(buffer);
        if (received == 0) {
            throw new DecodeException("datagram", 0, "the answer stopped without its end");
        }
        bytes += received;
        messages.wrap(received);
        while (!answer.ended() && messages.next()) {
            answer.readMessage(sink);
        }
    }
}
