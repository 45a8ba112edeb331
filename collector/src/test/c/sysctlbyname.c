// SPDX-License-Identifier: Apache-2.0
// sysctlbyname(3) as a FreeBSD kernel answers it, out of files that kernels gave: SET__name.bin, or const__name.bin. Tests
// load it in place of FreeBSD's C library, so that the same binding runs on Linux.
//
//   no buffer                an estimate: of a list an eighth more rows, ten at least
//   too short                ENOMEM, with the buffer full to its last byte
//   more than may be wired   ENOMEM, with nothing filled (FreeBSD 13 and later; vm.max_user_wired)
//   no such name             ENOENT
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char directory[4096];
static char set[64];
static size_t wired_max;
static int growths;
static size_t estimate_of_all;

// Which capture answers from now on, in a kernel at rest.
void captures_use(const char *of_directory, const char *of_set) {
    snprintf(directory, sizeof directory, "%s", of_directory);
    snprintf(set, sizeof set, "%s", of_set);
    wired_max = (size_t)-1;
    growths = 0;
    estimate_of_all = 0;
}

// The most memory that may be wired.
void captures_wire_max(long bytes) {
    wired_max = (size_t)bytes;
}

// The next so many reads find that the value has outgrown the estimate.
void captures_grow(int times) {
    growths = times;
}

// What every estimate says, whatever the value.
void captures_estimate(long bytes) {
    estimate_of_all = (size_t)bytes;
}

static FILE *open_value(const char *of_set, const char *name) {
    char path[4400];
    snprintf(path, sizeof path, "%s/%s__%s.bin", directory, of_set, name);
    return fopen(path, "rb");
}

static size_t estimate(const char *name, size_t bytes) {
    if (estimate_of_all > 0) {
        return estimate_of_all;
    }
    if (strncmp(name, "net.inet.", 9) != 0 || strstr(name, ".pcblist") == NULL) {
        return bytes;
    }
    size_t head = 64, row = strstr(name, ".tcp.") ? 744 : 400;
    size_t rows = (bytes - 2 * head) / row, more = rows / 8 > 10 ? rows / 8 : 10;
    return 2 * head + (rows + more) * row;
}

int sysctlbyname(const char *name, void *old, size_t *old_bytes, const void *new, size_t new_bytes) {
    FILE *file = open_value(set, name);
    if (file == NULL) {
        file = open_value("const", name);
    }
    if (file == NULL) {
        errno = ENOENT;
        return -1;
    }
    if (new != NULL || new_bytes != 0) {
        fclose(file);
        errno = EPERM;
        return -1;
    }
    fseek(file, 0, SEEK_END);
    size_t bytes = (size_t)ftell(file), offered = *old_bytes;
    rewind(file);
    int result = 0;
    if (old == NULL) {
        *old_bytes = estimate(name, bytes);
    } else if (offered > wired_max) {
        *old_bytes = 0;
        result = -1;
    } else {
        int grown = growths > 0 && growths--;
        *old_bytes = fread(old, 1, bytes < offered ? bytes : offered, file);
        if (grown) {
            *old_bytes = offered;
        }
        result = grown || bytes > offered ? -1 : 0;
    }
    fclose(file);
    if (result != 0) {
        errno = ENOMEM;
    }
    return result;
}
