// SPDX-License-Identifier: Apache-2.0
//
// Addresses, and the two ends of a connection.
//
//   servers of site s            127.(s/256).(s%256).1
//   their clients, 256 networks  127.(64 + s%128).x.(1 + s/128)
//   backends, when a proxy       127.(192 + s/256).(s%256).(1, 2, …)

#include "sockets.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

enum { ODD_OWNER = 1234 };

void set_option(int fd, int level, int name, int value, const char *what)
{
    if (setsockopt(fd, level, name, &value, sizeof value) < 0)
        die("cannot set %s: %s; run as root, or with CAP_NET_ADMIN in the namespace", what, strerror(errno));
}

static struct sockaddr_storage ipv4(int b, int c, int d, int port)
{
    struct sockaddr_storage storage = {0};
    struct sockaddr_in *address = (struct sockaddr_in *)&storage;
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    address->sin_addr.s_addr = htonl(127u << 24 | b << 16 | c << 8 | d);
    return storage;
}

struct sockaddr_storage server_address(int port)
{
    return ipv4(site / 256, site % 256, 1, port);
}

static struct sockaddr_storage client_address(long n)
{
    return ipv4(64 + site % 128, n % 256, 1 + site / 128, 0);
}

struct sockaddr_storage backend_address(int n, int port)
{
    return ipv4(192 + site / 256, site % 256, 1 + n, port);
}

struct sockaddr_storage ipv6_loopback(int port)
{
    struct sockaddr_storage storage = {0};
    struct sockaddr_in6 *address = (struct sockaddr_in6 *)&storage;
    address->sin6_family = AF_INET6;
    address->sin6_port = htons(port);
    address->sin6_addr = in6addr_loopback;
    return storage;
}

int new_socket(int family, int type)
{
    int fd = socket(family, type, 0);
    if (fd < 0)
        die("cannot open a socket: %s; raise the limit it names (ulimit -Hn, fs.file-max) or ask for fewer",
            strerror(errno));
    return fd;
}

void bind_to(int fd, struct sockaddr_storage address)
{
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
        die("cannot bind: %s; run in an empty namespace (bench/with-sockets)", strerror(errno));
}

void connect_to(int fd, struct sockaddr_storage address)
{
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS)
        die("cannot connect: %s; is lo up (ip link set lo up)?", strerror(errno));
}

// Two of three odd TCP sockets differ in what other sockets have alike; the first, which is a listener, is one of them.
static void make_odd(int fd)
{
    static int made;
    if (!is_odd)
        return;
    switch (++made % 3) {
    case 1:
        set_option(fd, SOL_SOCKET, SO_MARK, 42, "SO_MARK");
        if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof "lo") < 0
            || setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", sizeof "reno" - 1) < 0)
            die("cannot set the device or TCP_CONGESTION: %s", strerror(errno));
        break;
    case 2:
        set_option(fd, SOL_SOCKET, SO_MARK, 43, "SO_MARK");
        set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1, "SO_KEEPALIVE");
        if (fchown(fd, ODD_OWNER, -1) < 0)
            die("cannot give a socket to user %d: %s; run as root", ODD_OWNER, strerror(errno));
        break;
    }
}

int listener_at(struct sockaddr_storage address, int backlog)
{
    int fd = new_socket(address.ss_family, SOCK_STREAM);
    make_odd(fd);
    set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
    bind_to(fd, address);
    if (listen(fd, backlog) < 0)
        die("cannot listen: %s; run in an empty namespace (bench/with-sockets)", strerror(errno));
    tally.count[TCP_LISTEN]++;
    return fd;
}

// The port is left to connect(), which needs only the four-tuple to be free.
int client_of(const struct door *door, long n, int type)
{
    int fd = new_socket(door->address.ss_family, type);
    make_odd(fd);
    if (door->address.ss_family == AF_INET) {
        set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1, "IP_BIND_ADDRESS_NO_PORT");
        bind_to(fd, door->clients_are_many ? client_address(n) : server_address(0));
    }
    return fd;
}

// Over loopback the handshake is done when connect() returns, so accept() does not wait.
struct pair connected_pair(const struct door *door, long n)
{
    struct pair pair = {.client = client_of(door, n, SOCK_STREAM)};
    connect_to(pair.client, door->address);
    pair.server = accept(door->listener, NULL, NULL);
    if (pair.server < 0)
        die("cannot accept: %s; raise the limit it names (ulimit -Hn, fs.file-max) or ask for fewer", strerror(errno));
    make_odd(pair.server);
    return pair;
}

void shut(int fd)
{
    if (shutdown(fd, SHUT_WR) < 0)
        die("cannot shut down: %s", strerror(errno));
}

// A FIN on its own is acknowledged late, unless it has been read and TCP_QUICKACK asks for what is due.
void half_close(int fd, int peer)
{
    char byte;
    shut(fd);
    if (recv(peer, &byte, 1, 0) != 0)
        die("cannot read the end of a stream: %s", strerror(errno));
    set_option(peer, IPPROTO_TCP, TCP_QUICKACK, 1, "TCP_QUICKACK");
}

void forget(int *fd)
{
    set_option(*fd, IPPROTO_TCP, TCP_REPAIR, 1, "TCP_REPAIR");
    close(*fd);
    *fd = -1;
}

// The peer never reads: once its window is full, whatever is queued behind, a FIN too, stays on this side.
void fill_window(int fd)
{
    static const char zeros[16384];
    while (send(fd, zeros, sizeof zeros, MSG_DONTWAIT) > 0)
        ;
    if (errno != EAGAIN)
        die("cannot fill a window: %s", strerror(errno));
}
