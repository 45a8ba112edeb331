package io.conncount.source;

import io.conncount.socket.SocketSink;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.DecodeException;
import io.conncount.wire.Words;
import io.conncount.wire.linux.DiagMessage;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.InetDiagRequest;
import io.conncount.wire.linux.NlMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** One request put to sock_diag, and its answer read to the end: the loop between the channel and the sink. */
final class SockDiagDump {
    /** The kernel fills at most 32 KiB at a time, whatever is offered. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int SKIPPED_MESSAGES_MAX = 1000;

    private final MessageChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final Words words = new Words(buffer);
    private final NlMessages messages = new NlMessages(words);
    private final DiagMessage socket;

    private int sequence;
    private long sockets;
    private long bytes;
    private int skippedMessages;
    private boolean ended;
    private String fault;

    /** A dump of this table, through this channel. */
    SockDiagDump(MessageChannel channel, DiagTable table) {
        this.channel = channel;
        socket = table.message(words);
    }

    /**
     * Sends the request and shows the sockets of its answer.
     *
     * @param sequence the request's {@code nlmsg_seq}, which its answers carry
     * @throws KernelException if the request was refused before any socket had come
     */
    DumpResult run(ByteBuffer request, int sequence, long socketsMax, SocketSink sink) throws KernelException {
        this.sequence = sequence;
        sockets = 0;
        bytes = 0;
        ended = false;
        fault = null;
        channel.send(request);
        try {
            while (!ended && sockets < socketsMax && !sink.satisfied()) {
                readDatagram(sink);
            }
        } catch (DecodeException e) {
            fault = e.getMessage();
        } catch (KernelException e) {
            if (sockets == 0) {
                throw e;
            }
            fault = e.getMessage();
        }
        return new DumpResult(sockets, bytes, Optional.ofNullable(fault));
    }

    private void readDatagram(SocketSink sink) throws KernelException, DecodeException {
        int received = channel.receive(buffer);
        if (received == 0) {
            throw new DecodeException("datagram", 0, "the answer stopped without its end");
        }
        bytes += received;
        messages.wrap(received);
        while (!ended && messages.next()) {
            readMessage(sink);
        }
    }

    private void readMessage(SocketSink sink) throws KernelException, DecodeException {
        if (messages.sequence() != sequence) {
            fault = "a message was left out whose nlmsg_seq is that of another request";
            skip();
            return;
        }
        if ((messages.flags() & NlMessages.FLAG_DUMP_INTERRUPTED) != 0) {
            fault = "the kernel says that the dump was interrupted by a change";
        }
        switch (messages.type()) {
            case InetDiagRequest.TYPE_TCP_BOTH_FAMILIES, InetDiagRequest.TYPE_BY_FAMILY -> {
                socket.wrap(messages.payloadOffsetBytes(), messages.payloadBytes());
                sockets++;
                sink.accept(socket);
            }
            case NlMessages.TYPE_DONE, NlMessages.TYPE_ERROR -> end();
            case NlMessages.TYPE_OVERRUN -> {
                fault = "the kernel says that data was lost (NLMSG_OVERRUN)";
                skip();
            }
            default -> {
                if (messages.type() >= NlMessages.TYPE_FIRST_PAYLOAD) {
                    throw new DecodeException(
                            "nlmsghdr", messages.offsetBytes(), "nlmsg_type " + messages.type() + " was not asked for");
                }
                skip();
            }
        }
    }

    private void end() throws KernelException, DecodeException {
        int errno = messages.errno();
        if (errno != 0) {
            throw new KernelException("dump(NETLINK_SOCK_DIAG)", errno);
        }
        if (messages.type() == NlMessages.TYPE_DONE) {
            ended = true;
        } else {
            skip();
        }
    }

    /** Acknowledgements and the like are no part of this dump; but they must end. */
    private void skip() throws DecodeException {
        skippedMessages++;
        if (skippedMessages > SKIPPED_MESSAGES_MAX) {
            throw new DecodeException(
                    "nlmsghdr",
                    messages.offsetBytes(),
                    "more than " + SKIPPED_MESSAGES_MAX + " messages that show no socket");
        }
    }
}
