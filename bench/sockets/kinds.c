// SPDX-License-Identifier: Apache-2.0
//
// Every kind of socket: its listeners, how one is made, and how it is held. No state needs a lost packet.

#include "sockets.h"
#include <netinet/in.h>
#include <time.h>
#include <unistd.h>

enum {
    DOORS_MAX = 16,
    SYN_RETRIES_MAX = 127,     // the most TCP_SYNCNT takes: hours, as the timeout grows to two minutes
    DEFER_SECONDS = 8 * 3600,  // the kernel counts TCP_DEFER_ACCEPT in retransmissions and cuts it off at 255
    MINI_SOCKET_SECONDS = 60,  // TCP_TIMEWAIT_LEN in net/tcp.h; no setting makes it longer
    LISTENERS_PER_ADDRESS = 5000,
    CHURN_TICK_MS = 10,
};

bool is_proxy;
bool is_odd;
long site;
struct tally tally;
struct pair pairs[DESCRIPTORS_PER_CHILD_MAX];
long pairs_count;

static struct door doors[DOORS_MAX];
static int doors_count;

// ---- listeners

static struct door *open_door(struct sockaddr_storage address, int backlog)
{
    struct door *door = &doors[doors_count++];
    *door = (struct door){listener_at(address, backlog), address, true};
    return door;
}

static void open_nothing(void)
{
}

static void open_one(void)
{
    open_door(server_address(8000), BACKLOG);
}

static void open_server(void)
{
    for (int port = 8000; port < 8010; port++)
        open_door(server_address(port), BACKLOG);
}

// Doors are used in turn, so half of the connections come in from many clients and half go out to backends.
static void open_proxy(void)
{
    static const int front_ports[] = {80, 443, 444, 445, 8080, 8443, 8444, 8445};
    for (int n = 0; n < DOORS_MAX / 2; n++) {
        open_door(server_address(front_ports[n]), BACKLOG);
        open_door(backend_address(n, 9000 + n), BACKLOG)->clients_are_many = false;
    }
}

static void open_by_shape(void)
{
    if (is_proxy)
        open_proxy();
    else
        open_server();
}

// There is one address only, so sites differ in their ports.
static void open_ipv6(void)
{
    for (int n = 0; n < 4; n++)
        open_door(ipv6_loopback(2000 + site * 4 + n), BACKLOG);
}

// A backlog of 0 leaves room for one connection that nobody accepts.
static void open_full(void)
{
    struct door *door = open_door(server_address(8000), 0);
    connect_to(client_of(door, 0, SOCK_STREAM), door->address);
    tally.count[TCP_ESTABLISHED] += 2;
}

static void open_deferring(void)
{
    open_one();
    set_option(doors[0].listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, DEFER_SECONDS, "TCP_DEFER_ACCEPT");
}

// Accepted sockets inherit the receive buffer; the kernel raises it to its least.
static void open_narrow(void)
{
    open_one();
    set_option(doors[0].listener, SOL_SOCKET, SO_RCVBUF, 1, "SO_RCVBUF");
}

// ---- one of each kind

static struct pair connect_nth(long n)
{
    return connected_pair(&doors[n % doors_count], n / doors_count);
}

static struct pair make_connection(long n)
{
    tally.count[TCP_ESTABLISHED] += 2;
    return connect_nth(n);
}

static struct pair make_time_wait(long n)
{
    struct pair pair = connect_nth(n);
    close(pair.client);
    close(pair.server);
    tally.count[TCP_TIME_WAIT]++;
    return (struct pair){-1, -1};
}

static struct pair make_close_wait(long n)
{
    struct pair pair = connect_nth(n);
    half_close(pair.client, pair.server);
    forget(&pair.client);
    tally.count[TCP_CLOSE_WAIT]++;
    return pair;
}

static struct pair make_fin_wait2(long n)
{
    struct pair pair = connect_nth(n);
    half_close(pair.client, pair.server);
    tally.count[TCP_FIN_WAIT2]++;
    tally.count[TCP_CLOSE_WAIT]++;
    return pair;
}

// A socket that is in FIN_WAIT2 when it is closed shrinks to a mini-socket at once.
static struct pair make_fin_wait2_mini(long n)
{
    struct pair pair = make_fin_wait2(n);
    close(pair.client);
    tally.count[FIN_WAIT2_MINI]++;
    return (struct pair){-1, pair.server};
}

static struct pair make_syn_sent(long n)
{
    struct pair pair = {client_of(&doors[0], n, SOCK_STREAM | SOCK_NONBLOCK), -1};
    set_option(pair.client, IPPROTO_TCP, TCP_SYNCNT, SYN_RETRIES_MAX, "TCP_SYNCNT");
    connect_to(pair.client, doors[0].address);
    tally.count[TCP_SYN_SENT]++;
    return pair;
}

// The listener makes a socket of the request only when data comes, and sends nothing to the client meanwhile.
static struct pair make_syn_recv(long n)
{
    int client = client_of(&doors[0], n, SOCK_STREAM);
    connect_to(client, doors[0].address);
    forget(&client);
    tally.count[TCP_SYN_RECV]++;
    return (struct pair){-1, -1};
}

static struct pair connect_nth_with_full_window(long n)
{
    struct pair pair = connect_nth(n);
    set_option(pair.client, SOL_SOCKET, SO_SNDBUF, 1, "SO_SNDBUF");
    fill_window(pair.client);
    return pair;
}

static struct pair make_fin_wait1(long n)
{
    struct pair pair = connect_nth_with_full_window(n);
    shut(pair.client);
    tally.count[TCP_FIN_WAIT1]++;
    tally.count[TCP_ESTABLISHED]++;
    return pair;
}

static struct pair make_closing(long n)
{
    struct pair pair = connect_nth_with_full_window(n);
    shut(pair.client);
    half_close(pair.server, pair.client);
    tally.count[TCP_CLOSING]++;
    tally.count[TCP_FIN_WAIT2]++;
    return pair;
}

static struct pair make_last_ack(long n)
{
    struct pair pair = connect_nth_with_full_window(n);
    half_close(pair.server, pair.client);
    shut(pair.client);
    tally.count[TCP_LAST_ACK]++;
    tally.count[TCP_FIN_WAIT2]++;
    return pair;
}

static struct pair make_listener(long n)
{
    int port = 2000 + n % LISTENERS_PER_ADDRESS;
    return (struct pair){-1, listener_at(backend_address(n / LISTENERS_PER_ADDRESS, port), BACKLOG)};
}

static struct pair make_udp(long n)
{
    (void)n;
    int fd = new_socket(AF_INET, SOCK_DGRAM);
    bind_to(fd, server_address(0));
    connect_to(fd, server_address(53));
    tally.count[UDP]++;
    return (struct pair){fd, -1};
}

// ---- holding

static void hold_still(const struct kind *kind)
{
    (void)kind;
    for (;;)
        pause();
}

// A mini-socket's timer is coarse: it goes 60 to 62 s after it was made. New ones stand before the old ones go.
static void hold_by_making_anew(const struct kind *kind)
{
    for (;;) {
        sleep(MINI_SOCKET_SECONDS);
        for (long n = 0; n < pairs_count; n++) {
            if (pairs[n].server >= 0)
                forget(&pairs[n].server);
            pairs[n] = kind->make(n);
        }
    }
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

// As many connections as are replaced in a second: each of them lives for a second.
static void hold_by_replacing_oldest(const struct kind *kind)
{
    const long per_second = pairs_count;
    const struct timespec tick = {.tv_nsec = CHURN_TICK_MS * 1000000L};
    double start_seconds = now_seconds();
    for (long n = 0;; n++) {
        while (n >= (now_seconds() - start_seconds) * per_second)
            nanosleep(&tick, NULL);
        struct pair *oldest = &pairs[n % per_second];
        close(oldest->client);
        close(oldest->server);
        *oldest = kind->make(n);
    }
}

const struct kind kinds[] = {
    {"connections", "established connections, both ends here", 2, open_by_shape, make_connection, hold_still},
    {"ipv6", "established connections over ::1", 2, open_ipv6, make_connection, hold_still},
    {"churn", "as many connections, all replaced each second; TIME_WAITs pile up", 2, open_by_shape, make_connection,
     hold_by_replacing_oldest},
    {"udp", "connected UDP sockets", 1, open_nothing, make_udp, hold_still},
    {"listen", "more listeners", 1, open_nothing, make_listener, hold_still},
    {"time-wait", "TIME_WAIT", 1, open_server, make_time_wait, hold_by_making_anew},
    {"close-wait", "CLOSE_WAIT whose peer is gone", 1, open_server, make_close_wait, hold_still},
    {"fin-wait2", "full FIN_WAIT2, each with a peer in CLOSE_WAIT", 2, open_server, make_fin_wait2, hold_still},
    {"fin-wait2-mini", "FIN_WAIT2 mini-sockets, each with a peer in CLOSE_WAIT", 1, open_server, make_fin_wait2_mini,
     hold_by_making_anew},
    {"syn-sent", "SYN_SENT, towards a full accept queue", 1, open_full, make_syn_sent, hold_still},
    {"syn-recv", "SYN_RECV request sockets", 1, open_deferring, make_syn_recv, hold_still},
    {"fin-wait1", "FIN_WAIT1, each with an established peer", 2, open_narrow, make_fin_wait1, hold_still},
    {"closing", "CLOSING, each with a peer in FIN_WAIT2", 2, open_narrow, make_closing, hold_still},
    {"last-ack", "LAST_ACK, each with a peer in FIN_WAIT2", 2, open_narrow, make_last_ack, hold_still},
};
const int kinds_count = sizeof kinds / sizeof *kinds;
