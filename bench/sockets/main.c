// SPDX-License-Identifier: Apache-2.0
//
// Makes sockets in the current network namespace, says on one line how many stand in each state, and holds them
// until standard input ends or SIGTERM comes. bench/with-sockets makes the namespace and runs this in it.

#include "sockets.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN_MAX = 1000, KINDS_MAX = 32 };

// Node_exporter's names for the states.
static const char *const tally_names[TALLY_SIZE] = {
    [TCP_ESTABLISHED] = "established", [TCP_SYN_SENT] = "syn_sent",         [TCP_SYN_RECV] = "syn_recv",
    [TCP_FIN_WAIT1] = "fin_wait1",     [TCP_FIN_WAIT2] = "fin_wait2",       [TCP_TIME_WAIT] = "time_wait",
    [TCP_CLOSE] = "close",             [TCP_CLOSE_WAIT] = "close_wait",     [TCP_LAST_ACK] = "last_ack",
    [TCP_LISTEN] = "listen",           [TCP_CLOSING] = "closing",           [FIN_WAIT2_MINI] = "fin_wait2_mini",
    [UDP] = "udp",
};

// All of them belong to the network namespace.
static const struct {
    const char *path, *value;
} settings[] = {
    {"/proc/sys/net/ipv4/ip_local_port_range", "10240 65535"}, // above the ports of every listener made here
    {"/proc/sys/net/ipv4/tcp_fin_timeout", "60"},              // longer would keep FIN_WAIT2 orphans as full sockets
    {"/proc/sys/net/ipv4/tcp_tw_reuse", "0"},                  // loopback would reuse a TIME_WAIT after a second
    {"/proc/sys/net/ipv4/tcp_max_tw_buckets", "1000000"},
    {"/proc/sys/net/ipv4/tcp_max_syn_backlog", "65535"},
    {"/proc/sys/net/core/somaxconn", "65535"},                 // BACKLOG: beyond it SYN_RECVs become cookies
};

static sigset_t awaited_signals;
static pid_t children[CHILDREN_MAX];
static int children_count;

void die(const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "sockets: %s\n", text);
    exit(1);
}

// ---- a child

// Leaves silently: FINs would fill the namespace with TIME_WAITs and take seconds.
static void leave(int signal_number)
{
    (void)signal_number;
    const int on = 1;
    for (const struct pair *pair = pairs; pair < pairs + pairs_count; pair++) {
        setsockopt(pair->client, IPPROTO_TCP, TCP_REPAIR, &on, sizeof on);
        setsockopt(pair->server, IPPROTO_TCP, TCP_REPAIR, &on, sizeof on);
    }
    _exit(0);
}

static void live_no_longer_than(pid_t parent)
{
    signal(SIGTERM, leave);
    signal(SIGINT, SIG_IGN); // a terminal sends it to all; the parent passes SIGTERM on
    sigprocmask(SIG_UNBLOCK, &awaited_signals, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        exit(1);
}

static void populate_and_hold(const struct kind *kind, long count, int report)
{
    kind->open();
    while (pairs_count < count) {
        pairs[pairs_count] = kind->make(pairs_count);
        pairs_count++;
    }
    if (write(report, &tally, sizeof tally) != sizeof tally)
        exit(1);
    kind->hold(kind);
}

// ---- the parent

static void spawn(const struct kind *kind, long count, int report)
{
    if (children_count == CHILDREN_MAX)
        die("more than %d processes would be needed; ask for fewer sockets", CHILDREN_MAX);
    site = children_count;
    pid_t parent = getpid(), pid = fork();
    if (pid < 0)
        die("cannot fork: %s; ask for fewer sockets", strerror(errno));
    if (pid == 0) {
        live_no_longer_than(parent);
        populate_and_hold(kind, count, report);
    }
    children[children_count++] = pid;
}

static void spawn_all(const struct kind *kind, long count, long descriptors, int report)
{
    long share = descriptors / kind->descriptors_each;
    for (long left = count; left > 0; left -= share)
        spawn(kind, left < share ? left : share, report);
}

static void end_children(void)
{
    for (int n = 0; n < children_count; n++)
        kill(children[n], SIGTERM);
    while (wait(NULL) > 0)
        ;
}

static void add(const struct tally *part)
{
    for (int state = 0; state < TALLY_SIZE; state++)
        tally.count[state] += part->count[state];
}

static void print_ready(void)
{
    printf("ready");
    for (int state = 0; state < TALLY_SIZE; state++)
        if (tally_names[state])
            printf(" %s=%ld", tally_names[state], tally.count[state]);
    printf("\n");
    fflush(stdout);
}

// Returns the exit code: 0 when told to end, 1 when a child ended of itself.
static int wait_for_end(int reports, int signals)
{
    struct pollfd events[] = {{STDIN_FILENO, POLLIN, 0}, {signals, POLLIN, 0}, {reports, POLLIN, 0}};
    for (int reported = 0;;) {
        if (poll(events, 3, -1) < 0)
            die("cannot poll: %s", strerror(errno));
        if (events[1].revents) {
            struct signalfd_siginfo info;
            return read(signals, &info, sizeof info) == sizeof info && info.ssi_signo != SIGCHLD ? 0 : 1;
        }
        char byte;
        if (events[0].revents && read(STDIN_FILENO, &byte, 1) <= 0)
            return 0;
        struct tally part;
        if (events[2].revents && read(reports, &part, sizeof part) == sizeof part) {
            add(&part);
            if (++reported == children_count)
                print_ready();
        }
    }
}

// Settings and load belong into a namespace made for them: never into the one the machine works in.
static void refuse_namespace_of_init(void)
{
    struct stat ours, inits;
    if (stat("/proc/self/ns/net", &ours) == 0 && stat("/proc/1/ns/net", &inits) == 0 && ours.st_ino == inits.st_ino)
        die("this is the machine's own network namespace; use bench/with-sockets");
}

static void raise_settings(void)
{
    for (size_t n = 0; n < sizeof settings / sizeof *settings; n++) {
        int fd = open(settings[n].path, O_WRONLY);
        ssize_t length = strlen(settings[n].value);
        if (fd < 0 || write(fd, settings[n].value, length) != length)
            die("cannot set %s to %s: %s; run as root of the namespace", settings[n].path, settings[n].value,
                strerror(errno));
        close(fd);
    }
}

static long descriptors_per_child(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max <= DESCRIPTORS_SPARE * 2)
        die("only %lu descriptors a process; raise the limit (ulimit -Hn)", (unsigned long)limit.rlim_max);
    rlim_t usable = limit.rlim_max - DESCRIPTORS_SPARE;
    return usable < DESCRIPTORS_PER_CHILD_MAX ? (long)usable : DESCRIPTORS_PER_CHILD_MAX;
}

static void print_help(void)
{
    printf("usage: sockets [--shape server|proxy] [--odd] [--KIND NUMBER]...\n");
    for (int n = 0; n < kinds_count; n++)
        printf("  --%-15s %s\n", kinds[n].option, kinds[n].help);
}

__attribute__((noreturn)) static void misuse(const char *word)
{
    fprintf(stderr, "sockets: cannot use %s; see sockets --help\n", word);
    exit(2);
}

static long number_of(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*end || end == text || number < 0)
        misuse(text);
    return number;
}

static bool proxy_of(const char *shape)
{
    if (strcmp(shape, "server") && strcmp(shape, "proxy"))
        misuse(shape);
    return !strcmp(shape, "proxy");
}

static void parse(int argc, char **argv, long counts[])
{
    struct option options[KINDS_MAX] = {
        {"shape", required_argument, NULL, 's'}, {"odd", no_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'}};
    enum { FIRST_KIND = 3 };
    for (int n = 0; n < kinds_count; n++)
        options[FIRST_KIND + n] = (struct option){kinds[n].option, required_argument, NULL, 'k'};

    opterr = 0;
    for (int index, found; (found = getopt_long(argc, argv, "", options, &index)) != -1;) {
        switch (found) {
        case 'k':
            counts[index - FIRST_KIND] = number_of(optarg);
            break;
        case 's':
            is_proxy = proxy_of(optarg);
            break;
        case 'o':
            is_odd = true;
            break;
        case 'h':
            print_help();
            exit(0);
        default:
            misuse(argv[optind - 1]);
        }
    }
    if (optind < argc)
        misuse(argv[optind]);
}

static int await_signals(void)
{
    sigemptyset(&awaited_signals);
    sigaddset(&awaited_signals, SIGTERM);
    sigaddset(&awaited_signals, SIGINT);
    sigaddset(&awaited_signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &awaited_signals, NULL);
    return signalfd(-1, &awaited_signals, 0);
}

int main(int argc, char **argv)
{
    long counts[KINDS_MAX] = {0};
    parse(argc, argv, counts);
    refuse_namespace_of_init();
    raise_settings();

    int signals = await_signals();
    int reports[2];
    if (pipe(reports) < 0)
        die("cannot make a pipe: %s", strerror(errno));
    long descriptors = descriptors_per_child();
    for (int n = 0; n < kinds_count; n++)
        spawn_all(&kinds[n], counts[n], descriptors, reports[1]);
    if (children_count == 0)
        print_ready();

    int code = wait_for_end(reports[0], signals);
    end_children();
    return code;
}
