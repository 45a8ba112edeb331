package io.conncount.testing;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sockets of kinds that Java does not know, made by system calls in the namespace of the thread; needs root. */
public final class NativeSockets implements AutoCloseable {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int STREAM = 1;
    public static final int DGRAM = 2;
    public static final int RAW = 3;
    public static final int SEQPACKET = 5;
    public static final int UDPLITE = 136;
    public static final int MPTCP = 262;
    public static final int ICMP = 1;
    public static final int ICMPV6 = 58;
    public static final int AF_XDP = 44;

    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_KOBJECT_UEVENT = 15;
    private static final int LOOPBACK_INDEX = 1;
    private static final int ETH_P_ALL = 0x0003;
    private static final int ETH_P_IP = 0x0800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SOL_PACKET = 263;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MD5SIG_EXT = 32;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_TX_RING = 13;
    private static final int PACKET_FANOUT = 18;
    private static final int FANOUT_BY_CPU = 2 << 16;
    private static final int USER = 1234;

    private final List<Integer> descriptors = new ArrayList<>();

    /** One socket or more of UNIX, PACKET, NETLINK, UDPLITE and MPTCP in every state that they can be in. */
    public static NativeSockets ofEveryTable(Path directory) {
        NativeSockets sockets = new NativeSockets();
        sockets.makeUnix(directory);
        sockets.makePacketAndNetlink();
        sockets.makeIp();
        return sockets;
    }

    private void makeUnix(Path directory) {
        byte[] odd = unix((directory + "/odd \u00fc\u0001 name").getBytes(StandardCharsets.UTF_8));
        int listener = socket(AF_UNIX, STREAM, 0);
        call("bind", listener, odd, odd.length);
        call("listen", listener, 7);
        connect(socket(AF_UNIX, STREAM, 0), odd);
        accept(listener);
        connect(socket(AF_UNIX, STREAM, 0), odd);
        byte[] abstractName = unix("\0conncount\0golden".getBytes(StandardCharsets.UTF_8));
        int packets = socket(AF_UNIX, SEQPACKET, 0);
        call("bind", packets, abstractName, abstractName.length);
        call("listen", packets, 3);
        connect(socket(AF_UNIX, SEQPACKET, 0), abstractName);
        accept(packets);
        byte[] mailbox = unix((directory + "/mailbox").getBytes(StandardCharsets.UTF_8));
        call("bind", socket(AF_UNIX, DGRAM, 0), mailbox, mailbox.length);
        int sender = socket(AF_UNIX, DGRAM, 0);
        connect(sender, mailbox);
        call("write", sender, "hello", 5L);
        for (int type : new int[] {STREAM, DGRAM, SEQPACKET}) {
            int[] pair = new int[2];
            call("socketpair", AF_UNIX, type, 0, pair);
            descriptors.addAll(List.of(pair[0], pair[1]));
            call("fchown", pair[0], USER, -1);
            socket(AF_UNIX, type, 0);
        }
    }

    private void makePacketAndNetlink() {
        socket(AF_PACKET, RAW, 0);
        int bound = socket(AF_PACKET, DGRAM, 0);
        bind(bound, packet(ETH_P_IP, LOOPBACK_INDEX));
        call("fchown", bound, USER, -1);
        bind(socket(AF_PACKET, RAW, 0), packet(ETH_P_ALL, 0));
        bind(socket(AF_NETLINK, RAW, NETLINK_ROUTE), netlink(4242, 0));
        bind(socket(AF_NETLINK, RAW, NETLINK_ROUTE), netlink(0xffff_f000, 0));
        bind(socket(AF_NETLINK, DGRAM, NETLINK_KOBJECT_UEVENT), netlink(77, 5));
        int connected = socket(AF_NETLINK, RAW, NETLINK_ROUTE);
        bind(connected, netlink(78, 0));
        connect(connected, netlink(4242, 0));
        socket(AF_NETLINK, RAW, NETLINK_ROUTE);
    }

    private void makeIp() {
        bind(socket(AF_INET, DGRAM, UDPLITE), inet(5000));
        int connected = socket(AF_INET, DGRAM, UDPLITE);
        bind(connected, inet(5001));
        connect(connected, inet(5000));
        bind(socket(AF_INET6, DGRAM, UDPLITE), inet6(5002));
        int listener = socket(AF_INET, STREAM, MPTCP);
        bind(listener, inet(9001));
        call("listen", listener, 5);
        int client = socket(AF_INET, STREAM, MPTCP);
        bind(client, inet(9002));
        connect(client, inet(9001));
        accept(listener);
        int listener6 = socket(AF_INET6, STREAM, MPTCP);
        bind(listener6, inet6(9003));
        call("listen", listener6, 6);
    }

    /** An open socket. */
    public int socket(int family, int type, int protocol) {
        int socket = call("socket", family, type, protocol);
        descriptors.add(socket);
        return socket;
    }

    private void accept(int listener) {
        descriptors.add(call("accept", listener, null, null));
    }

    /** One that has a name: a path, or one in no file system, behind a zero. */
    public int boundToUnix(int type, String name) {
        return boundToUnix(type, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes of any value. */
    public int boundToUnix(int type, byte[] name) {
        int socket = socket(AF_UNIX, type, 0);
        bind(socket, unix(name));
        return socket;
    }

    /** A TCP listener on a free port of 127.0.0.1 or ::1. */
    public int listener(int family) {
        int socket = socket(family, STREAM, 0);
        bind(socket, family == AF_INET ? inet(0) : inet6(0));
        call("listen", socket, 1);
        return socket;
    }

    /** A TCP listener on 127.0.0.1 that is bound to an interface. */
    public void boundToDevice(String name, int port) {
        boundToDevice(name.getBytes(StandardCharsets.UTF_8), port);
    }

    /** The same with bytes of any value. */
    public void boundToDevice(byte[] name, int port) {
        int socket = socket(AF_INET, STREAM, 0);
        byte[] device = Arrays.copyOf(name, name.length + 1);
        call("setsockopt", socket, SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
        bind(socket, inet(port));
        call("listen", socket, 1);
    }

    /** A packet socket for IP on an interface. */
    public void packetOn(int interfaceIndex) {
        packetOn(interfaceIndex, ETH_P_IP);
    }

    /** A packet socket for an Ethernet protocol on an interface. */
    public void packetOn(int interfaceIndex, int protocol) {
        bind(socket(AF_PACKET, RAW, 0), packet(protocol, interfaceIndex));
    }

    /** A packet socket that has all that there is to be told of one: rings, fanout, auxiliary data, a filter of three instructions. */
    public NativeSockets packetWithEverything(int interfaceIndex) {
        int socket = socket(AF_PACKET, RAW, 0);
        bind(socket, packet(ETH_P_IP, interfaceIndex));
        packetOption(socket, PACKET_AUXDATA, 1);
        packetOption(socket, PACKET_RX_RING, 4096, 4, 2048, 8);
        packetOption(socket, PACKET_TX_RING, 4096, 2, 1024, 8);
        packetOption(socket, PACKET_FANOUT, FANOUT_BY_CPU | 7);
        // Takes IP and nothing else: ldh [12]; jeq 0x800, 0, 1; ret 0; ret 65535
        Memory program = new Memory(4 * 8);
        instruction(program, 0, 0x28, 0, 0, 12);
        instruction(program, 1, 0x15, 1, 0, ETH_P_IP);
        instruction(program, 2, 0x06, 0, 0, 0);
        instruction(program, 3, 0x06, 0, 0, 0xffff);
        Memory filter = new Memory(16);
        filter.clear();
        filter.setShort(0, (short) 4);
        filter.setPointer(8, program);
        call("setsockopt", socket, SOL_SOCKET, SO_ATTACH_FILTER, filter, (int) filter.size());
        return this;
    }

    /** A listener on 127.0.0.1 with two keys of TCP-MD5, for an address and for a network; one has bytes that text does not. */
    public NativeSockets listenerWithMd5Keys(int port) {
        int socket = socket(AF_INET, STREAM, 0);
        bind(socket, inet(port));
        md5Key(socket, inet(0), 32, "s3cret");
        md5Key(socket, Arrays.copyOf(new byte[] {AF_INET, 0, 0, 0, 10, 1, 0, 0}, 16), 16, "a b,c\\d\u0001");
        call("listen", socket, 2);
        return this;
    }

    /** {@code struct tcp_md5sig} of {@code linux/tcp.h}. */
    private static void md5Key(int socket, byte[] address, int prefixBits, String key) {
        byte[] option = new byte[128 + 8 + 80];
        ByteBuffer fields =
                ByteBuffer.wrap(option).order(ByteOrder.nativeOrder()).put(address);
        fields.put(128, (byte) 1).put(129, (byte) prefixBits).putShort(130, (short) key.length());
        fields.put(136, key.getBytes(StandardCharsets.ISO_8859_1));
        call("setsockopt", socket, IPPROTO_TCP, TCP_MD5SIG_EXT, option, option.length);
    }

    private static void packetOption(int socket, int option, int... numbers) {
        call("setsockopt", socket, SOL_PACKET, option, numbers, numbers.length * Integer.BYTES);
    }

    /** {@code struct sock_filter}. */
    private static void instruction(Memory program, int number, int code, int ifTrue, int ifFalse, int operand) {
        long at = number * 8L;
        program.setShort(at, (short) code);
        program.setByte(at + 2, (byte) ifTrue);
        program.setByte(at + 3, (byte) ifFalse);
        program.setInt(at + 4, operand);
    }

    /** A netlink socket with a port id. */
    public void netlinkOn(int protocol, int portId) {
        bind(socket(AF_NETLINK, RAW, protocol), netlink(portId, 0));
    }

    /** Three ping sockets, one of them connected, one of IPv6, with these identifiers and the two behind. */
    public void ping(int firstIdentifier) throws IOException {
        // In the namespace of this thread, which nobody else is in.
        Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 2147483647");
        bind(socket(AF_INET, DGRAM, ICMP), inet(firstIdentifier));
        int connected = socket(AF_INET, DGRAM, ICMP);
        bind(connected, inet(firstIdentifier + 1));
        connect(connected, inet(0));
        bind(socket(AF_INET6, DGRAM, ICMPV6), inet6(firstIdentifier + 2));
    }

    private static void bind(int socket, byte[] address) {
        call("bind", socket, address, address.length);
    }

    private static void connect(int socket, byte[] address) {
        call("connect", socket, address, address.length);
    }

    /** {@code struct sockaddr_un}, as long as the name. */
    private static byte[] unix(byte[] name) {
        byte[] address = new byte[2 + name.length];
        host(address, AF_UNIX).put(2, name);
        return address;
    }

    /** {@code struct sockaddr_nl}. */
    private static byte[] netlink(int portId, int groups) {
        byte[] address = new byte[12];
        host(address, AF_NETLINK).putInt(4, portId).putInt(8, groups);
        return address;
    }

    /** {@code struct sockaddr_ll}. */
    private static byte[] packet(int protocol, int interfaceIndex) {
        byte[] address = new byte[20];
        host(address, AF_PACKET).putInt(4, interfaceIndex);
        ByteBuffer.wrap(address).putShort(2, (short) protocol);
        return address;
    }

    /** {@code struct sockaddr_in} of 127.0.0.1. */
    private static byte[] inet(int port) {
        byte[] address = new byte[16];
        host(address, AF_INET);
        ByteBuffer.wrap(address).putShort(2, (short) port).putInt(4, 0x7f00_0001);
        return address;
    }

    /** {@code struct sockaddr_in6} of ::1. */
    private static byte[] inet6(int port) {
        byte[] address = new byte[28];
        host(address, AF_INET6);
        ByteBuffer.wrap(address).putShort(2, (short) port).put(23, (byte) 1);
        return address;
    }

    private static ByteBuffer host(byte[] address, int family) {
        return ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort(0, (short) family);
    }

    private static int call(String name, Object... arguments) {
        int result = NativeLibrary.getProcess().getFunction(name).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(
                    name + Arrays.deepToString(arguments) + " failed with errno " + Native.getLastError());
        }
        return result;
    }

    @Override
    public void close() {
        descriptors.forEach(descriptor -> call("close", descriptor));
    }
}
