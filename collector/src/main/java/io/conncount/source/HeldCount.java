package io.conncount.source;

import io.conncount.bpf.HeldGroups;
import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.socket.Holders;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows connections that were counted where processes hold them, each once, for the holder that comes first. */
final class HeldCount implements HeldGroups.Sink {
    /** The first lane of each group. */
    static final Expression STATE = Expression.of(SocketField.STATE);

    private final Holders holders;
    private final WalkedSocket view;
    /** The first holders of sockets that were shown, for sockets that may have several. */
    private final BitSet shown = new BitSet();

    private long sockets;

    HeldCount(Holders holders, WalkedSocket view) {
        this.holders = holders;
        this.view = view;
    }

    /** The processes that hold what was counted. */
    static Holders holders(List<HeldGroups> groups) throws KernelException {
        Holders.Found found = new Holders.Found();
        Set<Integer> alone = new HashSet<>();
        for (HeldGroups part : groups) {
            part.forEach((inode, pid, descriptor, lanes, sockets) -> {
                if (inode != 0) {
                    found.add(inode, pid, descriptor);
                } else if (alone.add(pid)) {
                    found.add(ofOne(pid), pid, 0);
                }
            });
        }
        return LinuxDescriptors.named(List.of(found));
    }

    /** What identifies sockets that only this process can hold, and no other socket. */
    private static long ofOne(int pid) {
        return -pid;
    }

    @Override
    public void accept(long inode, int pid, int descriptor, long[] lanes, long alike) {
        if (inode == 0) {
            view.accept(lanes, ofOne(pid), alike);
            sockets += alike;
        } else if (lanes[0] != TcpState.LISTEN.ordinal()) {
            int first = holders.first(inode);
            if (!shown.get(first)) {
                shown.set(first);
                view.accept(lanes, inode, 1);
                sockets++;
            }
        }
    }

    /** How many sockets were shown. */
    long sockets() {
        return sockets;
    }
}
