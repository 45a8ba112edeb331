package io.conncount.bpf;

import io.conncount.bpf.Btf.Member;

/** Where this kernel keeps what a walk reads. */
final class KernelLayout {
    private final Btf types;

    KernelLayout(Btf types) {
        this.types = types;
    }

    /**
     * A member of a struct.
     *
     * @param path its name, after those of the structs it is in: {@code sk_cgrp_data.cgroup}
     * @throws WalkRefusedException if this kernel has none
     */
    Member member(String struct, String path) {
        return types.member(struct, path)
                .orElseThrow(() -> new WalkRefusedException("this kernel has no " + struct + "." + path));
    }

    boolean has(String struct, String path) {
        return types.member(struct, path).isPresent();
    }

    /** True if the kernel has a function of this name. */
    boolean hasFunction(String name) {
        return types.hasFunction(name);
    }

    /** A member of {@code struct sock_common}, with which every socket begins. */
    Member common(String name) {
        return member("sock_common", name);
    }
}
