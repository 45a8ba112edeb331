// SPDX-License-Identifier: Apache-2.0
//
// Structs with the members that walks read, at places of our own: programs written for them do not depend on a kernel.
// Compiled with -gbtf, they are what /sys/kernel/btf/vmlinux is of a kernel; compiled as a program, they tell where their
// members are.

#include <stddef.h>
#include <stdio.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

struct hlist_nulls_node { void *next, **pprev; };
struct in6_addr { u8 bytes[16]; };
struct net;
typedef struct { struct net *net; } possible_net_t;

struct sock_common {
    union {
        u64 skc_addrpair;
        struct { u32 skc_daddr, skc_rcv_saddr; };
    };
    u32 skc_hash;
    union {
        u32 skc_portpair;
        struct { u16 skc_dport, skc_num; };
    };
    u16 skc_family;
    volatile u8 skc_state;
    u8 skc_reuse : 4, skc_reuseport : 1;
    int skc_bound_dev_if;
    void *skc_prot;
    possible_net_t skc_net;
    struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
    struct hlist_nulls_node skc_nulls_node;
};

struct cgroup;
struct socket;
struct sock {
    struct sock_common __sk_common;
    struct { u32 rmem_alloc; int len; } sk_backlog;
    const u32 sk_uid;
    u32 sk_mark;
    u16 sk_type, sk_protocol;
    u8 sk_userlocks : 4, sk_kern_sock : 1;
    struct socket *sk_socket;
    struct { struct cgroup *cgroup; } sk_cgrp_data;
};
struct inet_timewait_sock { struct sock_common __tw_common; u32 tw_mark; u8 tw_substate; };
struct minmax { u32 win; struct { u32 t, v; } s[3]; };
struct tcp_sock {
    struct sock sk;
    u8 nonagle : 4, rate_app_limited : 1;
    u32 srtt_us, write_seq, snd_una;
    struct minmax rtt_min;
};
struct inet_hashinfo { void *ehash; u32 *locks; u32 ehash_mask; };
struct inet_timewait_death_row { u32 count; struct inet_hashinfo *hashinfo; };
struct netns_ipv4 { u64 other; struct inet_timewait_death_row tcp_death_row; };
struct net { u64 count; struct netns_ipv4 ipv4; };
struct nsproxy { int count; struct net *net_ns; };
struct list_head { struct list_head *next, *prev; };
struct super_block { u64 s_list[3]; u64 s_magic; };
struct inode { u16 i_mode, i_opflags; u32 i_uid; struct super_block *i_sb; u64 i_ino; };
struct file { struct { u64 counter; } f_count; const void *f_op; struct inode *f_inode; };
struct socket { u64 state; struct file *file; struct sock *sk; };
struct socket_alloc { struct socket socket; struct inode vfs_inode; };
struct fdtable { u32 max_fds; struct file **fd; };
struct files_struct { struct { int counter; } count; struct fdtable *fdt; };
struct signal_struct { u64 count; struct list_head thread_head; int nr_threads; };
struct task_struct {
    u64 state[5];
    struct list_head tasks, thread_node;
    int pid, tgid;
    struct task_struct *group_leader;
    struct signal_struct *signal;
    struct files_struct *files;
    struct nsproxy *nsproxy;
};
struct kernfs_node { u64 parent, id; };
struct cgroup { u64 self; struct kernfs_node *kn; };

// Without a use of it, the compiler does not describe a struct.
struct sock_common sock_common;
struct tcp_sock tcp_sock;
struct inet_timewait_sock inet_timewait_sock;
struct net net;
struct inet_hashinfo inet_hashinfo;
struct task_struct task_struct;
struct cgroup cgroup;
struct kernfs_node kernfs_node;
struct signal_struct signal_struct;
struct files_struct files_struct;
struct fdtable fdtable;
struct file file;
struct socket socket;
struct socket_alloc socket_alloc;
struct inode inode;
struct super_block super_block;

int main(void)
{
#define OF(struct_name, member) \
    printf("%s %s %zu %zu\n", #struct_name, #member, offsetof(struct struct_name, member), \
           sizeof ((struct struct_name *)0)->member)
    OF(sock_common, skc_rcv_saddr);
    OF(sock_common, skc_num);
    OF(sock_common, skc_state);
    OF(sock_common, skc_net);
    OF(sock_common, skc_net.net);
    OF(sock_common, skc_v6_rcv_saddr);
    OF(sock_common, skc_nulls_node);
    OF(sock_common, skc_nulls_node.pprev);
    OF(sock, __sk_common.skc_dport);
    OF(sock, sk_backlog.len);
    OF(sock, sk_uid);
    OF(sock, sk_cgrp_data.cgroup);
    OF(inet_timewait_sock, tw_substate);
    OF(tcp_sock, sk.sk_mark);
    OF(tcp_sock, srtt_us);
    OF(tcp_sock, rtt_min.s[0].v);
    OF(tcp_sock, rtt_min.s[2].v);
    OF(net, ipv4.tcp_death_row.hashinfo);
    OF(inet_hashinfo, ehash_mask);
    OF(task_struct, nsproxy);
    return 0;
}
