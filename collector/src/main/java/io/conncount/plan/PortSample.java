package io.conncount.plan;

import io.conncount.socket.PortBox;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ports of some sockets, and boxes that split them evenly. The kernel's table is in the order of a hash with a
 * secret, so the sockets at its beginning are a fair sample of all.
 *
 * <p>A server's sockets share a local port and differ in the remote one, an egress host's the other way round, and half
 * of a proxy's are of either kind. So the ports are cut as a k-d tree is: each time along the side that cuts more
 * evenly.
 */
final class PortSample implements SocketSink {
    /** So many that the share of a part is off by a few per cent at most. */
    static final int SOCKETS_MAX = 2048;

    /** A part above this share saves too little time for the processor time that splitting costs. */
    static final double SHARE_MAX = 0.75;

    private final int[] local = new int[SOCKETS_MAX];
    private final int[] remote = new int[SOCKETS_MAX];
    private int size;

    @Override
    public void accept(SocketView socket) {
        if (size < SOCKETS_MAX) {
            local[size] = socket.localPort();
            remote[size] = socket.remotePort();
            size++;
        }
    }

    int size() {
        return size;
    }

    /** At most so many boxes which together hold every port; fewer where the ports allow no more. */
    List<PortBox> split(int parts) {
        List<PortBox> boxes = new ArrayList<>();
        split(PortBox.ALL, parts, boxes);
        return boxes;
    }

    /** The share of the sample, 0 to 1, that falls into a box. */
    double share(PortBox box) {
        int inside = 0;
        for (int i = 0; i < size; i++) {
            inside += contains(box, i) ? 1 : 0;
        }
        return size == 0 ? 0 : (double) inside / size;
    }

    private void split(PortBox box, int parts, List<PortBox> boxes) {
        int lowerParts = parts / 2;
        double lowerShare = (double) lowerParts / parts;
        Cut byLocal = lowerParts == 0 ? null : cut(local, box, lowerShare);
        Cut byRemote = lowerParts == 0 ? null : cut(remote, box, lowerShare);
        if (byLocal == null && byRemote == null) {
            boxes.add(box);
            return;
        }
        boolean cutLocal = byRemote == null || byLocal != null && byLocal.miss < byRemote.miss;
        int boundary = cutLocal ? byLocal.boundary : byRemote.boundary;
        split(cutLocal ? box.upToLocal(boundary) : box.upToRemote(boundary), lowerParts, boxes);
        split(cutLocal ? box.aboveLocal(boundary) : box.aboveRemote(boundary), parts - lowerParts, boxes);
    }

    /** A boundary, and how many sockets it is away from the cut that was wanted. */
    private record Cut(int boundary, double miss) {}

    /** The boundary that puts nearest to this share of the box's sockets below it; null if all have the same port. */
    private Cut cut(int[] ports, PortBox box, double lowerShare) {
        int[] inside = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (contains(box, i)) {
                inside[count++] = ports[i];
            }
        }
        Arrays.sort(inside, 0, count);
        Cut best = null;
        for (int below = 1; below < count; below++) {
            double miss = Math.abs(below - lowerShare * count);
            if (inside[below - 1] != inside[below] && (best == null || miss < best.miss)) {
                best = new Cut(inside[below - 1], miss);
            }
        }
        return best;
    }

    private boolean contains(PortBox box, int i) {
        return local[i] >= box.localMin()
                && local[i] <= box.localMax()
                && remote[i] >= box.remoteMin()
                && remote[i] <= box.remoteMax();
    }
}
