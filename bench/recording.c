// SPDX-License-Identifier: Apache-2.0
//
//   recording MESSAGES SOCKETS > FILE
//
// A recording of so many sockets, in the form of ss -D: the messages that a kernel once gave, which are in the file
// MESSAGES, over and over, with other ports and remote addresses. Full sockets get one of a hundred local ports, as a
// server's have, and a remote end of their own.

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEMPLATE_BYTES_MAX = 1 << 20,
    SERVICE_PORT_FIRST = 8000,
    SERVICE_PORTS = 100,
    EPHEMERAL_PORT_FIRST = 1024,
    EPHEMERAL_PORTS = 64000,
};

static union {
    struct nlmsghdr first;
    char bytes[TEMPLATE_BYTES_MAX];
} template;

static void fail(const char *what)
{
    fprintf(stderr, "recording: %s\n", what);
    exit(1);
}

static void rename_ends(struct inet_diag_msg *socket, uint64_t number)
{
    if (socket->idiag_state == TCP_LISTEN)
        return;
    socket->id.idiag_sport = htons(SERVICE_PORT_FIRST + number % SERVICE_PORTS);
    socket->id.idiag_dport = htons(EPHEMERAL_PORT_FIRST + number % EPHEMERAL_PORTS);
    // The last 32 bits, which are all there is of an IPv4 address: 10.0.0.0/8.
    socket->id.idiag_dst[socket->idiag_family == AF_INET ? 0 : 3] = htonl(10u << 24 | number / SERVICE_PORTS);
}

static void write_message(const struct nlmsghdr *message)
{
    if (fwrite(message, NLMSG_ALIGN(message->nlmsg_len), 1, stdout) != 1)
        fail("cannot write");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: recording MESSAGES SOCKETS > FILE\n");
        return 2;
    }
    uint64_t sockets = strtoull(argv[2], NULL, 10), written = 0;
    FILE *file = fopen(argv[1], "r");
    if (!file)
        fail("cannot open the messages");
    size_t length_bytes = fread(template.bytes, 1, sizeof template.bytes, file);
    fclose(file);

    while (written < sockets) {
        int left = (int)length_bytes;
        uint64_t before = written;
        for (struct nlmsghdr *m = &template.first; NLMSG_OK(m, left) && written < sockets; m = NLMSG_NEXT(m, left)) {
            struct inet_diag_msg *socket = NLMSG_DATA(m);
            if (m->nlmsg_type == NLMSG_DONE)
                break;
            if (socket->idiag_state == TCP_LISTEN && before > 0) // a host has few of them
                continue;
            rename_ends(socket, written++);
            write_message(m);
        }
        if (written == before)
            fail("there is no connection in the messages");
    }
    struct {
        struct nlmsghdr header;
        int number;
    } done = {.header = {.nlmsg_len = sizeof done, .nlmsg_type = NLMSG_DONE, .nlmsg_flags = NLM_F_MULTI,
                         .nlmsg_seq = template.first.nlmsg_seq}};
    write_message(&done.header);
    if (fflush(stdout))
        fail("cannot write");
    return 0;
}
