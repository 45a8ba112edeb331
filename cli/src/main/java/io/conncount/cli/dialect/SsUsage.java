package io.conncount.cli.dialect;

/** What {@code ss -h} says here. */
final class SsUsage {
    static final String TEXT = """
            Usage: ss [OPTIONS] [FILTER]

            Tables (all by default):
              -t, --tcp     -u, --udp      -w, --raw    -x, --unix   -0, --packet
              -S, --sctp    -M, --mptcp    -d, --dccp   --vsock   --tipc   --xdp
              -4, --ipv4    -6, --ipv6
              -f, --family=inet|inet6|link|unix|netlink|vsock|tipc|xdp
              -A, --query=TABLE[,TABLE...], with ! before those to leave out: all,
                  inet, tcp, udp, raw, mptcp, sctp, unix, unix_stream, unix_dgram,
                  unix_seqpacket, packet, packet_raw, packet_dgram, netlink, vsock,
                  vsock_stream, vsock_dgram, dccp, tipc, xdp

            States:
              -a, --all               all
              -l, --listening         listening and unconnected sockets
              -B, --bound-inactive    bound TCP sockets that are neither listening
                                      nor connected

            Columns:
              -n, --numeric     no names of services    -r, --resolve     names of hosts
              -o, --options     timers                  -e, --extended    user, inode
              -m, --memory      buffers                 -i, --info        tcp_info
              -p, --processes   processes               --tos, --cgroup
              -H, --no-header   -O, --oneline   -Q, --no-queues

            Other:
              -s, --summary           how many sockets there are
              -E, --events            sockets as they are destroyed
              -K, --kill              close the sockets, and show them
              -D, --diag=FILE         write what the kernel says of TCP to a file
              -N, --net=NAME          another network namespace
              -F, --filter=FILE       read the filter from a file
              -V, --version           -h, --help

            FILTER: [state STATE | exclude STATE]... [EXPRESSION], as in ss(8), and what
            conncount(1) has beyond that. This is conncount, which answers as ss does;
            what differs is in conncount(1) under AS SS AND NETSTAT.
            """;

    private SsUsage() {}
}
