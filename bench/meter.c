// SPDX-License-Identifier: Apache-2.0
//
//   meter FD COMMAND…
//
// Runs COMMAND and writes "START END CPU PEAK" to descriptor FD: two times of the monotonic clock and the user and
// system time in seconds, the peak resident memory in kB. Exits as COMMAND does.
//
// A process starts out with the peak of whoever called exec in it, so a large parent, as a script's interpreter is,
// cannot measure a small program. This one is smaller than anything it measures.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return time.tv_sec + time.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: meter FD COMMAND...\n");
        return 2;
    }
    int report = atoi(argv[1]), status;
    fcntl(report, F_SETFD, FD_CLOEXEC);
    double start_seconds = now_seconds();
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    struct rusage usage;
    if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) {
        perror("meter");
        return 1;
    }
    dprintf(report, "%.6f %.6f %.6f %ld\n", start_seconds, now_seconds(),
            seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
