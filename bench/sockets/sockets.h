// SPDX-License-Identifier: Apache-2.0
//
// One process may open only so many descriptors, so the work is shared out among children. Each child makes one
// kind of socket at one *site*: a number that gives it addresses of its own in 127.0.0.0/8, so that no two
// children ever ask for the same four-tuple.

#define _GNU_SOURCE
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/socket.h>

enum {
    DESCRIPTORS_PER_CHILD_MAX = 19800, // 9,900 connections
    DESCRIPTORS_SPARE = 200,           // for listeners and standard streams, below a limit of 20,000
    BACKLOG = 65535,
};

// Two things are counted beside the kernel's states, which are TCP_ESTABLISHED … TCP_CLOSING in netinet/tcp.h.
// TCP_FIN_WAIT2 counts full sockets and mini-sockets, as ss shows them.
enum { FIN_WAIT2_MINI = TCP_CLOSING + 1, UDP, TALLY_SIZE };

struct tally {
    long count[TALLY_SIZE];
};

// A listener and the address it is reached at. Its clients come from 256 networks, or from the site's own address.
struct door {
    int listener;
    struct sockaddr_storage address;
    bool clients_are_many;
};

// A descriptor is -1 where the end is not, or no longer, ours.
struct pair {
    int client, server;
};

// One kind of socket, called like its option. A child calls open once, make for each n below count, then hold.
struct kind {
    const char *option;
    const char *help;
    int descriptors_each;
    void (*open)(void);
    struct pair (*make)(long n);
    void (*hold)(const struct kind *kind);
};

extern const struct kind kinds[];
extern const int kinds_count;

// What a child knows. Only is_proxy and is_odd are set before the children part.
extern bool is_proxy;
extern bool is_odd;
extern long site;
extern struct tally tally;
extern struct pair pairs[DESCRIPTORS_PER_CHILD_MAX];
extern long pairs_count;

__attribute__((format(printf, 1, 2), noreturn)) void die(const char *format, ...);

struct sockaddr_storage server_address(int port);
struct sockaddr_storage backend_address(int n, int port);
struct sockaddr_storage ipv6_loopback(int port);

void set_option(int fd, int level, int name, int value, const char *what);
int new_socket(int family, int type);
void bind_to(int fd, struct sockaddr_storage address);
void connect_to(int fd, struct sockaddr_storage address);
int listener_at(struct sockaddr_storage address, int backlog);
int client_of(const struct door *door, long n, int type);
struct pair connected_pair(const struct door *door, long n);
void fill_window(int fd);

// Sends a FIN, or queues it behind what the peer has no window for.
void shut(int fd);

// Sends a FIN to a peer that has read everything before it, and has it acknowledged.
void half_close(int fd, int peer);

// Closes without a FIN or a RST, as if the host had lost power. Needs CAP_NET_ADMIN.
void forget(int *fd);
