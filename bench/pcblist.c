// SPDX-License-Identifier: Apache-2.0
// pcblist ROWS < CAPTURED > MADE: a FreeBSD list of TCP sockets of any length, out of one that a kernel gave. The captured
// rows come again and again; each time round their connections have another peer, and every socket is one of its own.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 64, ROW = 744, CAPTURED_MAX = 1000 };
enum { COUNT_AT = 8, GENERATION_AT = 16 };                                        // struct xinpgen
enum { SO_AT = 24, FPORT_AT = 260, FADDR_AT = 276, GENCNT_AT = 304, STATE_AT = 568 }; // struct xtcpcb

static const int LISTEN = 1;

static void write_head(unsigned char *head, uint32_t rows)
{
    uint64_t generation = rows;
    memcpy(head + COUNT_AT, &rows, sizeof rows);
    memcpy(head + GENERATION_AT, &generation, sizeof generation);
    fwrite(head, HEAD, 1, stdout);
}

int main(int argc, char **argv)
{
    static unsigned char captured[2 * HEAD + CAPTURED_MAX * ROW];
    size_t bytes = fread(captured, 1, sizeof captured, stdin);
    if (argc != 2 || bytes < 2 * HEAD + ROW || (bytes - 2 * HEAD) % ROW != 0) {
        fprintf(stderr, "usage: pcblist ROWS < main__net.inet.tcp.pcblist.bin > MADE\n");
        return 2;
    }
    uint32_t rows = (uint32_t)strtoul(argv[1], NULL, 10), of = (uint32_t)((bytes - 2 * HEAD) / ROW);
    write_head(captured, rows);
    for (uint32_t i = 0; i < rows; i++) {
        unsigned char *row = captured + HEAD + (size_t)(i % of) * ROW;
        int32_t state;
        memcpy(&state, row + STATE_AT, sizeof state);
        if (state != LISTEN && i >= of) {
            uint64_t socket = 0xfffff80000000000u + (uint64_t)i * 0x400, generation = i;
            uint16_t port = (uint16_t)(i * 2654435761u >> 16);
            memcpy(row + SO_AT, &socket, sizeof socket);
            memcpy(row + GENCNT_AT, &generation, sizeof generation);
            memcpy(row + FPORT_AT, &port, sizeof port);
            row[FADDR_AT + 2] = (unsigned char)(i / of);
            row[FADDR_AT + 1] = (unsigned char)(i / of >> 8);
        }
        fwrite(row, ROW, 1, stdout);
    }
    write_head(captured, rows);
    return fflush(stdout) == 0 ? 0 : 1;
}
