package io.conncount.cli.dialect;

/** What {@code netstat -h} says here. */
final class NetstatUsage {
    static final String TEXT = """
            Usage: netstat [OPTIONS]

            Tables (Internet and UNIX sockets by default):
              -t, --tcp   -u, --udp   -U, --udplite   -w, --raw   -x, --unix
              -4   -6   -A inet|inet6|unix

            States (those of connections by default):
              -a, --all   -l, --listening

            Columns:
              -n, --numeric   --numeric-hosts   --numeric-ports   --numeric-users
              -e, --extend    user and inode        -p, --programs    process
              -o, --timers    timers                -W, --wide        do not cut addresses

            Other:
              -s, --statistics   counters of the kernel, with -t, -u, -w, -6 fewer
              -c, --continuous   again every second    -V, --version    -h, --help

            This is conncount, which answers as netstat of net-tools does; what differs is
            in conncount(1) under AS SS AND NETSTAT.
            """;

    private NetstatUsage() {}
}
