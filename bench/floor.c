// SPDX-License-Identifier: Apache-2.0
//
// The floor: conncount's questions in C, asking the kernel for the same work, as fast as we know how. Whatever
// conncount takes beyond this is its own.
//
//   floor by-state                             counters, and a walk that leaves the many states out
//   floor by-local-port-state [--threads N]    full dump, counted in flight, split among threads by port ranges
//   floor by-remote-net24 [--threads N]        the same by remote network: /24, or /64 for IPv6
//   floor dump [LOCAL-PORTS REMOTE-PORTS]      full dump, one thread, counted by state; ports as LOW-HIGH, in the kernel

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    STATES = TCP_CLOSING + 1,
    ALL_STATES = (1 << STATES) - 2,        // bits 1 to 11; bit 0 is no state
    TIMER_TIME_WAIT = 3,                   // idiag_timer of a mini-socket, also when its state is FIN_WAIT2
    TIME_WAITS_WALKED_MAX = 10000,         // above it the counter is cheaper than copying them
    RECEIVE_BYTES = 64 * 1024,             // the kernel fills at most 32 KiB
    SAMPLES_MAX = 4096,
    THREADS_MAX = 64,
    TABLE_SLOTS_LEAST = 1 << 12,
};

static const char *const state_names[STATES] = {
    [TCP_ESTABLISHED] = "established", [TCP_SYN_SENT] = "syn_sent",   [TCP_SYN_RECV] = "syn_recv",
    [TCP_FIN_WAIT1] = "fin_wait1",     [TCP_FIN_WAIT2] = "fin_wait2", [TCP_TIME_WAIT] = "time_wait",
    [TCP_CLOSE] = "close",             [TCP_CLOSE_WAIT] = "close_wait", [TCP_LAST_ACK] = "last_ack",
    [TCP_LISTEN] = "listen",           [TCP_CLOSING] = "closing",
};

__attribute__((format(printf, 1, 2), noreturn)) static void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "floor: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    exit(1);
}

// ---- boxes of ports, which split the sockets among threads

enum { LOCAL, REMOTE, SIDES };

// Both ends of each range belong to the box.
struct box {
    uint16_t low[SIDES], high[SIDES];
};

static const struct box whole = {{0, 0}, {UINT16_MAX, UINT16_MAX}};

struct sample {
    uint16_t port[SIDES];
};

static int order_side;

static int by_port(const void *a, const void *b)
{
    return ((const struct sample *)a)->port[order_side] - ((const struct sample *)b)->port[order_side];
}

static void sort_by(int side, struct sample *samples, int count)
{
    order_side = side;
    qsort(samples, count, sizeof *samples, by_port);
}

// In sorted samples: the index nearest to wanted where one port ends and the next begins; 0 when there is none.
static int boundary_near(int side, const struct sample *samples, int count, int wanted)
{
    for (int away = 0; away < count; away++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int index = wanted + sign * away;
            if (index > 0 && index < count && samples[index].port[side] != samples[index - 1].port[side])
                return index;
        }
    return 0;
}

// Cuts a box into parts that hold about as many samples each, as a k-d tree does: the side that cuts more evenly
// first, then each half again. Returns how many boxes came of it: fewer when all ports are the same.
static int split(struct box box, struct sample *samples, int count, int parts, struct box *boxes)
{
    int wanted = (long)count * (parts / 2) / parts, best = 0, best_side = LOCAL;
    for (int side = LOCAL; side < SIDES && parts > 1; side++) {
        sort_by(side, samples, count);
        int index = boundary_near(side, samples, count, wanted);
        if (index > 0 && (best == 0 || abs(index - wanted) < abs(best - wanted))) {
            best = index;
            best_side = side;
        }
    }
    if (best == 0) {
        *boxes = box;
        return 1;
    }
    sort_by(best_side, samples, count);
    struct box lower = box, upper = box;
    upper.low[best_side] = samples[best].port[best_side];
    lower.high[best_side] = upper.low[best_side] - 1;
    int made = split(lower, samples, best, parts / 2, boxes);
    return made + split(upper, samples + best, count - best, parts - parts / 2, boxes + made);
}

// ---- the dump

struct request {
    struct nlmsghdr header;
    struct inet_diag_req diag;
    struct rtattr bytecode_header;
    struct inet_diag_bc_op bytecode[2 * 2 * SIDES];
};

// A condition is two operations: what to compare, and the port in the second's "no". Jumps are in bytes: "yes"
// goes on behind both; "no" goes 4 past the end of the program, which rejects the socket.
static int bytecode_of(const struct box *box, struct inet_diag_bc_op *program)
{
    static const unsigned char at_least[SIDES] = {INET_DIAG_BC_S_GE, INET_DIAG_BC_D_GE};
    static const unsigned char at_most[SIDES] = {INET_DIAG_BC_S_LE, INET_DIAG_BC_D_LE};
    struct inet_diag_bc_op *next = program;
    for (int side = LOCAL; side < SIDES; side++) {
        if (box->low[side] > 0) {
            *next++ = (struct inet_diag_bc_op){.code = at_least[side], .yes = 2 * sizeof *next};
            *next++ = (struct inet_diag_bc_op){.no = box->low[side]};
        }
        if (box->high[side] < UINT16_MAX) {
            *next++ = (struct inet_diag_bc_op){.code = at_most[side], .yes = 2 * sizeof *next};
            *next++ = (struct inet_diag_bc_op){.no = box->high[side]};
        }
    }
    for (struct inet_diag_bc_op *condition = program; condition < next; condition += 2)
        condition->no = (next - condition) * sizeof *next + 4;
    return (next - program) * sizeof *next;
}

// TCPDIAG_GETSOCK takes both families in one walk; SOCK_DIAG_BY_FAMILY would walk once for each.
static int start_dump(uint32_t states, const struct box *box)
{
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
    if (fd < 0)
        die("cannot open a netlink socket: %s; the kernel needs CONFIG_INET_DIAG", strerror(errno));
    struct request request = {
        .header = {.nlmsg_type = TCPDIAG_GETSOCK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .diag = {.idiag_family = AF_UNSPEC, .idiag_states = states},
    };
    int bytes = bytecode_of(box, request.bytecode);
    request.bytecode_header = (struct rtattr){RTA_LENGTH(bytes), INET_DIAG_REQ_BYTECODE};
    request.header.nlmsg_len = offsetof(struct request, bytecode_header) + (bytes > 0 ? RTA_LENGTH(bytes) : 0);
    if (send(fd, &request, request.header.nlmsg_len, 0) < 0)
        die("cannot ask for sockets: %s; modprobe tcp_diag", strerror(errno));
    return fd;
}

// Hands every socket to visit until the dump, or visit, says it is enough.
static void dump(uint32_t states, const struct box *box, bool (*visit)(const struct inet_diag_msg *, void *),
                 void *context)
{
    int fd = start_dump(states, box);
    char *buffer = malloc(RECEIVE_BYTES);
    for (bool more = true; more;) {
        ssize_t received = recv(fd, buffer, RECEIVE_BYTES, 0);
        if (received < 0)
            die("cannot receive sockets: %s", strerror(errno));
        int left = received;
        for (struct nlmsghdr *message = (void *)buffer; more && NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_ERROR)
                die("the kernel refuses the dump: %s; modprobe tcp_diag",
                    strerror(-((struct nlmsgerr *)NLMSG_DATA(message))->error));
            more = message->nlmsg_type != NLMSG_DONE && visit(NLMSG_DATA(message), context);
        }
    }
    free(buffer);
    close(fd);
}

// ---- by state

struct by_state {
    long count[STATES];
    long fin_wait2_minis;
};

static bool count_state(const struct inet_diag_msg *socket, void *context)
{
    struct by_state *by_state = context;
    if (socket->idiag_state < STATES)
        by_state->count[socket->idiag_state]++;
    by_state->fin_wait2_minis += socket->idiag_state == TCP_FIN_WAIT2 && socket->idiag_timer == TIMER_TIME_WAIT;
    return true;
}

static void print_states(const struct by_state *by_state)
{
    for (int state = TCP_ESTABLISHED; state < STATES; state++)
        printf("%s %ld\n", state_names[state], by_state->count[state]);
}

// The number that format finds in one of the file's lines; 0 when no line has it (no IPv6, say).
static long counter(const char *path, const char *format)
{
    FILE *file = fopen(path, "r");
    char line[1024];
    long value = 0;
    while (file && fgets(line, sizeof line, file) && sscanf(line, format, &value) != 1)
        ;
    if (file)
        fclose(file);
    return value;
}

// inuse counts every hashed socket but mini-sockets and request sockets; tw counts the mini-sockets of both states.
static void print_by_state(void)
{
    long time_waits = counter("/proc/net/sockstat", "TCP: inuse %*d orphan %*d tw %ld");
    long in_use = counter("/proc/net/sockstat", "TCP: inuse %ld") + counter("/proc/net/sockstat6", "TCP6: inuse %ld");
    long established_by_snmp = counter("/proc/net/snmp", "Tcp: %*d %*d %*d %*d %*d %*d %*d %*d %ld");
    bool time_waits_are_many = time_waits > TIME_WAITS_WALKED_MAX;

    struct by_state by_state = {0};
    uint32_t left_out = 1 << TCP_ESTABLISHED | (time_waits_are_many ? 1 << TCP_TIME_WAIT : 0);
    dump(ALL_STATES & ~left_out, &whole, count_state, &by_state);

    long *count = by_state.count;
    if (time_waits_are_many)
        count[TCP_TIME_WAIT] = time_waits - by_state.fin_wait2_minis;
    long walked = count[TCP_SYN_SENT] + count[TCP_FIN_WAIT1] + count[TCP_FIN_WAIT2] - by_state.fin_wait2_minis +
                  count[TCP_CLOSE] + count[TCP_CLOSE_WAIT] + count[TCP_LAST_ACK] + count[TCP_LISTEN] +
                  count[TCP_CLOSING];
    count[TCP_ESTABLISHED] = in_use - walked;
    print_states(&by_state);
    printf("snmp_curr_estab %ld\n", established_by_snmp);
}

static void print_dump(const struct box *box)
{
    struct by_state by_state = {0};
    dump(ALL_STATES, box, count_state, &by_state);
    print_states(&by_state);
}

// ---- by group

// Open addressing, linear probing, at most half full. A slot with count 0 is free.
struct slot {
    uint64_t key;
    long count;
};

struct table {
    struct slot *slots;
    size_t mask, used;
};

static void table_init(struct table *table, size_t slots)
{
    *table = (struct table){calloc(slots, sizeof *table->slots), slots - 1, 0};
    if (!table->slots)
        die("no memory for %zu groups", slots);
}

static void table_add(struct table *table, uint64_t key, long count);

static void table_grow(struct table *table)
{
    struct table bigger;
    table_init(&bigger, (table->mask + 1) * 2);
    for (size_t n = 0; n <= table->mask; n++)
        if (table->slots[n].count > 0)
            table_add(&bigger, table->slots[n].key, table->slots[n].count);
    free(table->slots);
    *table = bigger;
}

static void table_add(struct table *table, uint64_t key, long count)
{
    uint64_t hash = key * 0x9E3779B97F4A7C15u; // Fibonacci hashing: the high bits are the good ones
    size_t n = (hash ^ hash >> 32) & table->mask;
    while (table->slots[n].count > 0 && table->slots[n].key != key)
        n = (n + 1) & table->mask;
    if (table->slots[n].count == 0 && ++table->used * 2 > table->mask) {
        table_grow(table);
        table_add(table, key, count);
        return;
    }
    table->slots[n].key = key;
    table->slots[n].count += count;
}

// What a question groups by, and how a group is written.
struct grouping {
    const char *question;
    uint64_t (*key)(const struct inet_diag_msg *);
    void (*print)(uint64_t key, long count);
};

static uint64_t local_port_state(const struct inet_diag_msg *socket)
{
    return (uint64_t)ntohs(socket->id.idiag_sport) << 8 | socket->idiag_state;
}

static void print_local_port_state(uint64_t key, long count)
{
    unsigned state = key & 0xff;
    printf("%u,%s,%ld\n", (unsigned)(key >> 8), state < STATES ? state_names[state] : "unknown", count);
}

// No IPv6 network of that name is ever routed: 0000::/8 is reserved.
static const uint64_t IPV4 = 0x0000ffff00000000;

static uint64_t remote_net(const struct inet_diag_msg *socket)
{
    const uint32_t *address = socket->id.idiag_dst;
    if (socket->idiag_family == AF_INET)
        return IPV4 | (ntohl(address[0]) & 0xffffff00);
    return (uint64_t)ntohl(address[0]) << 32 | ntohl(address[1]);
}

static void print_remote_net(uint64_t key, long count)
{
    uint32_t words[4] = {htonl(key >> 32), htonl((uint32_t)key)};
    bool is_ipv4 = (key & 0xffffffff00000000) == IPV4;
    char text[INET6_ADDRSTRLEN];
    inet_ntop(is_ipv4 ? AF_INET : AF_INET6, is_ipv4 ? &words[1] : &words[0], text, sizeof text);
    printf("%s/%d,%ld\n", text, is_ipv4 ? 24 : 64, count);
}

static const struct grouping groupings[] = {
    {"by-local-port-state", local_port_state, print_local_port_state},
    {"by-remote-net24", remote_net, print_remote_net},
};

struct worker {
    pthread_t thread;
    const struct grouping *grouping;
    struct box box;
    struct table table;
};

static bool count_group(const struct inet_diag_msg *socket, void *context)
{
    struct worker *worker = context;
    table_add(&worker->table, worker->grouping->key(socket), 1);
    return true;
}

static void *work(void *context)
{
    struct worker *worker = context;
    table_init(&worker->table, TABLE_SLOTS_LEAST);
    dump(ALL_STATES, &worker->box, count_group, worker);
    return NULL;
}

struct samples {
    struct sample of[SAMPLES_MAX];
    int count;
};

static bool take_sample(const struct inet_diag_msg *socket, void *context)
{
    struct samples *samples = context;
    samples->of[samples->count++] =
        (struct sample){{ntohs(socket->id.idiag_sport), ntohs(socket->id.idiag_dport)}};
    return samples->count < SAMPLES_MAX;
}

// The kernel walks its hash of connections, so the first few thousand are a sample, and a fair one but for this: the
// hash only adds the local port (seen on 6.18), so sockets that differ in nothing else lie side by side. Where few
// address pairs make up most connections, halves of 56 and 44 % were seen.
static int split_by_sample(int parts, struct box *boxes)
{
    struct samples samples = {.count = 0};
    if (parts > 1)
        dump(ALL_STATES & ~(1 << TCP_LISTEN), &whole, take_sample, &samples);
    return split(whole, samples.of, samples.count, parts, boxes);
}

static void print_groups(const struct grouping *grouping, int threads)
{
    static struct worker workers[THREADS_MAX];
    struct box boxes[THREADS_MAX];
    int boxes_count = split_by_sample(threads, boxes);
    for (int n = 0; n < boxes_count; n++) {
        workers[n].grouping = grouping;
        workers[n].box = boxes[n];
        if (pthread_create(&workers[n].thread, NULL, work, &workers[n]) != 0)
            die("cannot start a thread; use fewer --threads");
    }
    struct table *total = &workers[0].table;
    for (int n = 0; n < boxes_count; n++) {
        pthread_join(workers[n].thread, NULL);
        for (size_t slot = 0; n > 0 && slot <= workers[n].table.mask; slot++)
            if (workers[n].table.slots[slot].count > 0)
                table_add(total, workers[n].table.slots[slot].key, workers[n].table.slots[slot].count);
    }
    for (size_t slot = 0; slot <= total->mask; slot++)
        if (total->slots[slot].count > 0)
            grouping->print(total->slots[slot].key, total->slots[slot].count);
}

// ---- the command line

__attribute__((noreturn)) static void misuse(void)
{
    fprintf(stderr,
            "usage: floor by-state | dump [LOW-HIGH LOW-HIGH] | by-local-port-state|by-remote-net24 [--threads 1…%d]\n",
            THREADS_MAX);
    exit(2);
}

static int threads_of(int argc, char **argv)
{
    if (argc == 2)
        return 2;
    int threads = argc == 4 && !strcmp(argv[2], "--threads") ? atoi(argv[3]) : 0;
    if (threads < 1 || threads > THREADS_MAX)
        misuse();
    return threads;
}

static struct box box_of(char **argv)
{
    struct box box;
    for (int side = LOCAL; side < SIDES; side++)
        if (sscanf(argv[side], "%hu-%hu", &box.low[side], &box.high[side]) != 2)
            misuse();
    return box;
}

int main(int argc, char **argv)
{
    const char *question = argc > 1 ? argv[1] : "";
    for (size_t n = 0; n < sizeof groupings / sizeof *groupings; n++)
        if (!strcmp(question, groupings[n].question)) {
            print_groups(&groupings[n], threads_of(argc, argv));
            return 0;
        }
    if (argc == 2 && !strcmp(question, "by-state"))
        print_by_state();
    else if (argc == 2 && !strcmp(question, "dump"))
        print_dump(&whole);
    else if (argc == 4 && !strcmp(question, "dump")) {
        struct box box = box_of(argv + 2);
        print_dump(&box);
    }
    else
        misuse();
    return 0;
}
