package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.DestroyRequest;
import io.conncount.wire.linux.NlMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Closes TCP and UDP sockets from outside their processes, as {@code ss -K} does: the process gets ECONNABORTED, and the peer of
 * a TCP connection a reset. For one thread.
 */
public final class SocketDestroyer implements AutoCloseable {
    private static final String OPERATION = "SOCK_DESTROY";
    private static final int BUFFER_BYTES = 4096;
    /** A message that answers something else is skipped, but not for ever. */
    private static final int DATAGRAMS_MAX = 16;

    private final MessageChannel channel;
    private final DestroyRequest request = new DestroyRequest();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final NlMessages messages = new NlMessages(new StructBuffer(buffer));
    private int sequence;

    /** Asks through this channel, which is closed with it. */
    SocketDestroyer(MessageChannel channel) {
        this.channel = channel;
    }

    /**
     * Closes the very socket that is shown, and none that has taken its addresses and ports since.
     *
     * @return 0 if it was closed; else the errno. {@link Errno#ENOENT}: the kernel finds no such socket, or another one in its
     *     place. {@link Errno#EPERM}: this takes CAP_NET_ADMIN. {@link Errno#EOPNOTSUPP}: not this kernel, or not in this state
     * @throws KernelException if the kernel could not be asked
     */
    public int destroy(SocketView socket) throws KernelException {
        sequence++;
        return answer(request.of(socket, sequence));
    }

    /**
     * True if the kernel can close sockets of the protocol: it is built with CONFIG_INET_DIAG_DESTROY.
     *
     * @throws KernelException if the kernel could not be asked
     */
    public boolean supports(Protocol protocol) throws KernelException {
        sequence++;
        return answer(request.ofNone(protocol, sequence)) != Errno.EOPNOTSUPP;
    }

    /** Sends the message. The kernel does it, and has its answer ready, before that returns. */
    private int answer(ByteBuffer message) throws KernelException {
        channel.send(message);
        try {
            for (int i = 0; i < DATAGRAMS_MAX; i++) {
                messages.wrap(channel.receive(buffer));
                while (messages.next()) {
                    if (messages.sequence() == sequence && messages.type() == NlMessages.TYPE_ERROR) {
                        return messages.errno();
                    }
                }
            }
        } catch (DecodeException e) {
            throw new KernelException(OPERATION + ": " + e.getMessage(), Errno.EIO);
        }
        throw new KernelException(OPERATION, Errno.EIO, "the kernel's answer is missing: try again");
    }

    @Override
    public void close() {
        channel.close();
    }
}
