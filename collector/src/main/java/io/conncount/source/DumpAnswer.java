package io.conncount.source;

import io.conncount.socket.SocketSink;
import io.conncount.sys.KernelException;
import io.conncount.wire.DecodeException;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.NlMessages;
import java.util.Optional;

/** Reads the answer to a dump request message by message, from a kernel or from a file. */
public final class DumpAnswer {
    private static final int SKIPPED_MESSAGES_MAX = 1000;

    private final NlMessages messages;
    private final DiagTable.View socket;

    private int sequence;
    private long sockets;
    private int skippedMessages;
    private boolean ended;
    private String fault;

    /** An answer, read with this cursor and shown through this view. */
    public DumpAnswer(NlMessages messages, DiagTable.View socket) {
        this.messages = messages;
        this.socket = socket;
    }

    /**
     * Starts over, with the answer to another request.
     *
     * @param sequence the request's {@code nlmsg_seq}, which its answers carry
     */
    public void begin(int sequence) {
        this.sequence = sequence;
        sockets = 0;
        skippedMessages = 0;
        ended = false;
        fault = null;
    }

    /** True once the end-of-dump message has been read. */
    public boolean ended() {
        return ended;
    }

    /** How many sockets it has shown so far. */
    public long sockets() {
        return sockets;
    }

    /** Why sockets may be missing from what was read so far. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Reads the message that the cursor stands on.
     *
     * @throws KernelException if by this message the kernel refuses the request, or gives the dump up
     */
    public void readMessage(SocketSink sink) throws KernelException, DecodeException {
        if (messages.sequence() != sequence) {
            fault = "a message with the nlmsg_seq of another request was skipped";
            skip();
            return;
        }
        if ((messages.flags() & NlMessages.FLAG_DUMP_INTERRUPTED) != 0) {
            fault = "the kernel says that the dump was interrupted by a change";
        }
        switch (messages.type()) {
            case DiagTable.TYPE_TCP_BOTH_FAMILIES, DiagTable.TYPE_BY_FAMILY -> {
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
                            "nlmsghdr", messages.offsetBytes(), "nlmsg_type " + messages.type() + " was not requested");
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

    /** Acknowledgements and the like are not part of this dump, but there must be a limit. */
    private void skip() throws DecodeException {
        skippedMessages++;
        if (skippedMessages > SKIPPED_MESSAGES_MAX) {
            throw new DecodeException(
                    "nlmsghdr",
                    messages.offsetBytes(),
                    "more than " + SKIPPED_MESSAGES_MAX + " messages without a socket");
        }
    }
}
