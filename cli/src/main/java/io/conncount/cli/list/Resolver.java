package io.conncount.cli.list;

import io.conncount.names.ProtocolNames;
import io.conncount.names.ServiceNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Names of hosts and services. Hosts are looked up in separate threads; a name that is not known yet is not waited for.
 * The cache and the queue have limits; addresses beyond them stay numbers.
 */
public final class Resolver implements SocketSink {
    private static final int THREADS = 16;
    private static final int WAITING_MAX = 1024;
    private static final int HOSTS_MAX = 65_536;
    private static final byte[] NAMELESS = {};

    private record Address(AddressFamily family, long high, long low) {}

    private final Map<Address, byte[]> hosts = new ConcurrentHashMap<>();
    private final Map<Protocol, byte[][]> services = new EnumMap<>(Protocol.class);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), Resolver::daemon);

    private final boolean namesHosts;
    private final boolean namesServices;
    private int unanswered;
    private boolean full;

    /**
     * A resolver that knows nothing yet.
     *
     * @param namesHosts true if addresses have names
     * @param namesServices true if ports have names
     */
    public Resolver(boolean namesHosts, boolean namesServices) {
        this.namesHosts = namesHosts;
        this.namesServices = namesServices;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        // The name service may take minutes to fail; nothing waits for it.
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to ask for the names of both ends. */
    @Override
    public void accept(SocketView socket) {
        if (socket.protocol().overIp()) {
            for (Side side : Side.values()) {
                host(socket.family(), side.addressHigh(socket), side.addressLow(socket));
            }
        }
    }

    /** True if no more names can be looked up. */
    @Override
    public synchronized boolean satisfied() {
        return full;
    }

    /** Waits until every requested name is known, or until a timeout. */
    public synchronized void await(long millisecondsMax) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisecondsMax);
        long leftNanos = deadlineNanos - System.nanoTime();
        while (unanswered > 0 && leftNanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
            leftNanos = deadlineNanos - System.nanoTime();
        }
    }

    /** The name of a host; null if it has none, or it is not known yet. */
    public byte[] host(AddressFamily family, long high, long low) {
        if (!namesHosts || (high == 0 && low == 0)) {
            return null;
        }
        Address address = new Address(family, high, low);
        byte[] name = hosts.get(address);
        if (name == null && hosts.size() < HOSTS_MAX && hosts.putIfAbsent(address, NAMELESS) == null) {
            ask(address);
        }
        return name == null || name.length == 0 ? null : name;
    }

    private synchronized void ask(Address address) {
        try {
            threads.execute(() -> answer(address, nameOf(address)));
            unanswered++;
        } catch (RejectedExecutionException e) {
            hosts.remove(address);
            full = true;
        }
    }

    private synchronized void answer(Address address, byte[] name) {
        hosts.put(address, name);
        unanswered--;
        notifyAll();
    }

    private static byte[] nameOf(Address address) {
        ByteBuffer bytes = ByteBuffer.allocate(address.family == AddressFamily.IPV4 ? 4 : 16);
        if (address.family == AddressFamily.IPV4) {
            bytes.putInt((int) address.low);
        } else {
            bytes.putLong(address.high).putLong(address.low);
        }
        try {
            String name = InetAddress.getByAddress(bytes.array()).getCanonicalHostName();
            boolean numeric = name.contains(":") || name.equals(AddressText.of(address.family, 0, address.low));
            return numeric ? NAMELESS : Escaper.COLUMN.of(name).getBytes(StandardCharsets.UTF_8);
        } catch (UnknownHostException e) {
            return NAMELESS;
        }
    }

    /** The ports of raw sockets are the numbers of protocols. */
    private static Optional<String> nameOf(Protocol protocol, int port) {
        return protocol == Protocol.RAW
                ? ProtocolNames.ofHost().of(port)
                : ServiceNames.ofHost().of(protocol.label(), port);
    }

    /** True if what is no port or address is named too: protocols, processes. */
    boolean namesServices() {
        return namesServices;
    }

    /** The name of a service; null if it has none, or is not to be named. */
    public synchronized byte[] service(Protocol protocol, int port) {
        if (!namesServices) {
            return null;
        }
        byte[][] ofProtocol = services.computeIfAbsent(protocol, key -> new byte[PortBox.PORT_MAX + 1][]);
        if (ofProtocol[port] == null) {
            ofProtocol[port] = nameOf(protocol, port)
                    .map(name -> Escaper.COLUMN.of(name).getBytes(StandardCharsets.UTF_8))
                    .orElse(NAMELESS);
        }
        return ofProtocol[port].length == 0 ? null : ofProtocol[port];
    }
}
