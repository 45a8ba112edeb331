package io.conncount.bpf;

import io.conncount.bpf.Btf.Member;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a kernel keeps what a walk reads. */
final class KernelLayout {
    /** The kernel asks the inode of a socket for its owner (before 6.17). */
    static final String SOCK_I_UID = "sock_i_uid";

    static final List<String> FUNCTIONS = List.of(SOCK_I_UID);

    static final List<String> STRUCTS = List.of(
            "task_struct",
            "nsproxy",
            "net",
            "inet_hashinfo",
            "sock_common",
            "inet_timewait_sock",
            "request_sock",
            "inet_request_sock",
            "sock",
            "inet_connection_sock",
            "tcp_sock",
            "tcp_congestion_ops",
            "cgroup",
            "kernfs_node",
            "socket",
            "socket_alloc",
            "signal_struct",
            "files_struct",
            "fdtable",
            "file",
            "inode",
            "super_block");

    private static KernelLayout ofThisKernel;

    private final Btf types;

    KernelLayout(Btf types) {
        this.types = types;
    }

    /** That of this kernel, which is read once. */
    static synchronized KernelLayout ofThisKernel() throws IOException {
        if (ofThisKernel == null) {
            ofThisKernel = new KernelLayout(Btf.ofThisKernel(STRUCTS, FUNCTIONS));
        }
        return ofThisKernel;
    }

    /**
     * A member of a struct.
     *
     * @param path its name, after those of the structs it is in: {@code sk_cgrp_data.cgroup}
     * @throws WalkRefusedException if this kernel has none
     */
    Member member(String struct, String path) {
        Optional<Member> member = types.member(struct, path);
        if (member.isEmpty()) {
            throw new WalkRefusedException("this kernel has no " + struct + "." + path);
        }
        return member.get();
    }

    boolean has(String struct, String path) {
        return types.member(struct, path).isPresent();
    }

    /** True if the kernel has a function of this name, {@link #SOCK_I_UID}. */
    boolean hasFunction(String name) {
        return types.hasFunction(name);
    }

    /** A member of {@code struct sock_common}, with which every socket begins. */
    Member common(String name) {
        return member("sock_common", name);
    }
}
