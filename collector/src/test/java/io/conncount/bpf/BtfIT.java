package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.SocketNumber;
import io.conncount.testing.CHeaders;
import io.conncount.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members of this kernel's structs are where a compiler puts them, in the header that bpftool makes of the same types. */
class BtfIT {
    private static final List<String> PATHS = List.of(
            "task_struct nsproxy",
            "nsproxy net_ns",
            "net ipv4.tcp_death_row.hashinfo",
            "inet_hashinfo ehash",
            "inet_hashinfo ehash_mask",
            "sock_common skc_state",
            "sock_common skc_net.net",
            "sock_common skc_rcv_saddr",
            "sock_common skc_v6_rcv_saddr.in6_u.u6_addr32",
            "sock_common skc_nulls_node",
            "inet_timewait_sock tw_substate",
            "sock sk_uid",
            "sock sk_cgrp_data.cgroup",
            "cgroup kn",
            "kernfs_node id",
            "socket_alloc vfs_inode.i_ino",
            "tcp_congestion_ops name");

    @Test
    void membersAreWhereTheCompilerPutsThem(@TempDir Path directory) throws Exception {
        Path header = directory.resolve("vmlinux.h");
        Files.write(header, Command.lines("bpftool", "btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c"));
        KernelLayout layout = KernelLayout.ofThisKernel();
        Map<String, Integer> numbers = new TreeMap<>();
        for (String path : PATHS) {
            put(numbers, layout, path.split(" ")[0], path.split(" ")[1]);
        }
        for (SocketNumber number : SocketNumber.values()) {
            KernelNumber where = KernelNumber.of(number);
            if (where != null) {
                put(numbers, layout, where.struct(), where.path());
            }
        }
        assertTrue(numbers.size() > 80, numbers.size() + " numbers");
        CHeaders.assertCompiles(List.of(header.toString()), numbers);
    }

    private static void put(Map<String, Integer> numbers, KernelLayout layout, String struct, String path) {
        if (layout.has(struct, path) && !layout.member(struct, path).isBitField()) {
            Btf.Member member = layout.member(struct, path);
            numbers.put("__builtin_offsetof(struct " + struct + ", " + path + ")", member.offsetBytes());
            numbers.put("sizeof ((struct " + struct + " *)0)->" + path, member.bytes());
        }
    }
}
