package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetlinkSocket;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.InetDiag;
import io.conncount.wire.linux.NlMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * TCP and UDP sockets as they are destroyed, from the moment this was opened: the Linux kernel's broadcasts (4.3 and later;
 * {@code SKNLGRP_*} in {@code linux/sock_diag.h}). A message is like one of a dump, always with {@code tcp_info}, and without
 * an owner: that one is gone.
 */
public final class LinuxSocketEvents implements AutoCloseable {
    /** Some 14,000 events: what ends on a busy server in a tenth of a second. */
    private static final int WAITING_BYTES = 4 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int WAIT_MILLISECONDS = 200;
    /** The reader gets control after this many events, so that it can show them even if events never pause. */
    private static final int DATAGRAMS_MAX = 256;

    private final NetlinkSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final StructBuffer structs = new StructBuffer(buffer);
    private final NlMessages messages = new NlMessages(structs);
    /** Each message has its own protocol. */
    private final DiagTable.View view = DiagTable.of(Protocol.TCP).view(structs);

    /** Other threads may look at it. */
    private final AtomicLong losses = new AtomicLong();

    private LinuxSocketEvents(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** The destroyed sockets of these protocols, in the network namespace of this thread. */
    static LinuxSocketEvents open(Set<Protocol> protocols) throws KernelException {
        return open(protocols, WAITING_BYTES);
    }

    /** The same, with a receive buffer of this many bytes. */
    static LinuxSocketEvents open(Set<Protocol> protocols, int waitingBytes) throws KernelException {
        return new LinuxSocketEvents(NetlinkSocket.openSockDiagEvents(InetDiag.destroyGroups(protocols), waitingBytes));
    }

    /**
     * Waits for events, and shows those that are there.
     *
     * @param milliseconds how long to wait at most
     * @return how many sockets were shown; 0 if none was destroyed in that time
     * @throws DecodeException if the kernel sent what cannot be read
     */
    public int next(int milliseconds, SocketSink sink) throws KernelException, DecodeException {
        int shown = 0;
        boolean ready = socket.await(milliseconds);
        for (int i = 0; i < DATAGRAMS_MAX && ready && !sink.satisfied(); i++) {
            int received = receive();
            ready = received > 0;
            if (ready) {
                shown += show(received, sink);
            }
        }
        return shown;
    }

    /**
     * Shows events until no more are wanted.
     *
     * @param wanted asked a few times a second
     * @return why it ended before that; empty if it did not
     */
    public Optional<String> showWhile(BooleanSupplier wanted, SocketSink sink) {
        try {
            while (wanted.getAsBoolean()) {
                next(WAIT_MILLISECONDS, sink);
            }
            return Optional.empty();
        } catch (KernelException | DecodeException e) {
            return Optional.of(e.getMessage());
        }
    }

    private int show(int datagramBytes, SocketSink sink) throws DecodeException {
        int shown = 0;
        messages.wrap(datagramBytes);
        while (messages.next()) {
            if (messages.type() == DiagTable.TYPE_BY_FAMILY) {
                view.wrap(messages.payloadOffsetBytes(), messages.payloadBytes());
                sink.accept(view);
                shown++;
            }
        }
        return shown;
    }

    /**
     * The number of times the kernel dropped one or more events for lack of space: it reports that some were lost,
     * not how many.
     */
    public long losses() {
        return losses.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The length of the next datagram; 0 if none. */
    private int receive() throws KernelException {
        while (true) {
            try {
                return socket.receive(buffer);
            } catch (KernelException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return 0;
                }
                // Reported once for everything dropped since; the contents of the buffer can still be read.
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
                losses.incrementAndGet();
            }
        }
    }
}
