package io.conncount.collect;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.PortBox;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ports of some sockets, and boxes that split them evenly.
 *
 * <p>The sample is the beginning of the kernel's table, which is ordered by a hash. It is fair where remote addresses
 * and ports differ; but since Linux 6.15 connections that differ only in the local port are next to each other, so that those
 * to one backend may all be in it or all be missing. That is why the cut by the larger of the two ports is preferred:
 * of nearly every connection one end has an ephemeral port, spread over much the same range for inbound and outbound
 * ones, so that its middle is the middle for both, in whatever proportion they are.
 *
 * <p>Where many sockets share their larger port, the ports are cut as a k-d tree is: each time along the side, local or
 * remote, that cuts more evenly.
 */
final class PortSample implements SocketSink {
    /** Large enough that the share of a part is off by only a few per cent. */
    static final int SOCKETS_MAX = 2048;

    /** Large enough to tell whether a filter leaves far too few sockets for a split. */
    private static final int SOCKETS_MIN = 512;

    /** A share that was seen of {@link #SOCKETS_MIN} is taken for the true one only if it is smaller by this factor. */
    private static final double SHARE_MARGIN = 2;

    /** A part above this share saves too little time for the processor time that splitting costs. */
    static final double SHARE_MAX = 0.75;

    /** By how much of the sample the larger port may cut less evenly than a side, and still be preferred. */
    private static final double LARGER_MISS_MAX = 0.05;

    private final int[] local = new int[SOCKETS_MAX];
    private final int[] remote = new int[SOCKETS_MAX];
    private final int[] larger = new int[SOCKETS_MAX];
    private final FilterSplit filter;
    private final double copiedShareMin;
    private int seen;
    private int size;

    /**
     * A sample of the sockets that the source copies when it filters, among those that are shown.
     *
     * @param copiedShareMin the share of them, 0 to 1, from which on a split pays
     */
    PortSample(FilterSplit filter, double copiedShareMin) {
        this.filter = filter;
        this.copiedShareMin = copiedShareMin;
    }

    @Override
    public void accept(SocketView socket) {
        seen++;
        if (size < SOCKETS_MAX && filter.copies(socket)) {
            local[size] = socket.localPort();
            remote[size] = socket.remotePort();
            larger[size] = Math.max(local[size], remote[size]);
            size++;
        }
    }

    /** True once it is clear that a split does not pay. */
    @Override
    public boolean satisfied() {
        return seen >= SOCKETS_MIN && copiedShare() * SHARE_MARGIN < copiedShareMin;
    }

    /** The share of the sockets shown, 0 to 1, that the source copies. */
    double copiedShare() {
        return seen == 0 ? 0 : (double) size / seen;
    }

    /** Boxes that together hold every port; fewer than the maximum if the ports do not allow more. */
    List<PortBox> split(int parts) {
        List<PortBox> boxes = new ArrayList<>();
        split(PortBox.ALL, parts, boxes);
        return boxes;
    }

    /** The share of the sample, 0 to 1, that falls into a box. */
    double share(PortBox box) {
        return size == 0 ? 0 : (double) inside(box, local).length / size;
    }

    private void split(PortBox box, int parts, List<PortBox> boxes) {
        int lowerParts = parts / 2;
        Cut cut = lowerParts == 0 ? Cut.NONE : bestCut(box, (double) lowerParts / parts);
        if (cut.isNone()) {
            boxes.add(box);
            return;
        }
        split(cut.lower(box), lowerParts, boxes);
        split(cut.upper(box), parts - lowerParts, boxes);
    }

    private Cut bestCut(PortBox box, double lowerShare) {
        Cut byLocal = cut(Ports.LOCAL, inside(box, local), lowerShare);
        Cut byRemote = cut(Ports.REMOTE, inside(box, remote), lowerShare);
        Cut byLarger = cut(Ports.LARGER, inside(box, larger), lowerShare);
        Cut bySide = byLocal.miss < byRemote.miss ? byLocal : byRemote;
        return byLarger.miss <= bySide.miss + LARGER_MISS_MAX ? byLarger : bySide;
    }

    /** What a cut goes by. */
    private enum Ports {
        LOCAL,
        REMOTE,
        LARGER
    }

    /**
     * A boundary between ports.
     *
     * @param miss how far the share below it is from the one that was wanted
     */
    private record Cut(Ports ports, int boundary, double miss) {
        /** The cut if all ports are the same. */
        static final Cut NONE = new Cut(Ports.LARGER, PortBox.PORT_MAX, Double.POSITIVE_INFINITY);

        boolean isNone() {
            return miss == Double.POSITIVE_INFINITY;
        }

        PortBox lower(PortBox box) {
            return switch (ports) {
                case LOCAL -> box.upToLocal(boundary);
                case REMOTE -> box.upToRemote(boundary);
                case LARGER -> box.upToLarger(boundary);
            };
        }

        PortBox upper(PortBox box) {
            return switch (ports) {
                case LOCAL -> box.aboveLocal(boundary);
                case REMOTE -> box.aboveRemote(boundary);
                case LARGER -> box.aboveLarger(boundary);
            };
        }
    }

    /** The boundary that puts nearest to this share of the ports below it. */
    private static Cut cut(Ports by, int[] ports, double lowerShare) {
        Arrays.sort(ports);
        Cut best = Cut.NONE;
        for (int below = 1; below < ports.length; below++) {
            double miss = Math.abs((double) below / ports.length - lowerShare);
            if (ports[below - 1] != ports[below] && miss < best.miss) {
                best = new Cut(by, ports[below - 1], miss);
            }
        }
        return best;
    }

    /** The ports of the sockets in the box. */
    private int[] inside(PortBox box, int[] ports) {
        int[] found = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (box.contains(local[i], remote[i])) {
                found[count++] = ports[i];
            }
        }
        return Arrays.copyOf(found, count);
    }
}
