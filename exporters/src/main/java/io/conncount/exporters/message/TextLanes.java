package io.conncount.exporters.message;

import io.conncount.group.GroupKey;
import io.conncount.group.TextNumbers;
import io.conncount.snapshot.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lanes of an answer that are numbers of texts. Each process numbers texts in its own way, so an answer has the texts of its
 * groups, and numbers them from 0 on.
 */
final class TextLanes {
    /** A lane, and how the numbers of this process and of the answer belong together. */
    private static final class Lane {
        private final int at;
        private final TextNumbers texts;
        private final List<Long> numbers = new ArrayList<>();
        private final Map<Long, Integer> places = new HashMap<>();

        Lane(int at, TextNumbers texts) {
            this.at = at;
            this.texts = texts;
        }

        void add(long number) {
            if (number >= 0 && places.putIfAbsent(number, numbers.size()) == null) {
                numbers.add(number);
            }
        }
    }

    private final List<Lane> lanes = new ArrayList<>();

    private TextLanes(List<GroupKey> keys) {
        int at = 0;
        for (GroupKey key : keys) {
            if (key.texts().isPresent()) {
                lanes.add(new Lane(at, key.texts().get()));
            }
            at += key.lanes();
        }
    }

    /** Those of a snapshot's groups. */
    static TextLanes of(Snapshot snapshot) {
        TextLanes all = new TextLanes(snapshot.keys());
        if (!all.lanes.isEmpty()) {
            long[] group = new long[snapshot.lanes()];
            for (int i = 0; i < snapshot.groups(); i++) {
                snapshot.copyLanes(i, group);
                all.lanes.forEach(lane -> lane.add(group[lane.at]));
            }
        }
        return all;
    }

    /** Writes the texts of each such lane. */
    void write(DataOutput out) throws IOException {
        for (Lane lane : lanes) {
            out.writeInt(lane.numbers.size());
            for (long number : lane.numbers) {
                MessageFormat.writeName(out, lane.texts.text(number));
            }
        }
    }

    /** The texts of an answer, of which each lane has as many as there may be groups at most. */
    static TextLanes read(DataInput in, List<GroupKey> keys, int groupsMax) throws IOException {
        TextLanes all = new TextLanes(keys);
        for (Lane lane : all.lanes) {
            int texts = in.readInt();
            MessageFormat.require(texts >= 0 && texts <= groupsMax, "there are more texts than groups");
            for (int left = texts; left > 0; left--) {
                lane.numbers.add(lane.texts.number(MessageFormat.readName(in)));
            }
        }
        return all;
    }

    /** Gives a group the numbers of the answer. */
    void toAnswer(long[] group) {
        for (Lane lane : lanes) {
            if (group[lane.at] >= 0) {
                group[lane.at] = lane.places.get(group[lane.at]);
            }
        }
    }

    /** Gives a group of the answer the numbers of this process. */
    void fromAnswer(long[] group) throws IOException {
        for (Lane lane : lanes) {
            long place = group[lane.at];
            if (place >= 0) {
                MessageFormat.require(place < lane.numbers.size(), "a group has a text that is not there");
                group[lane.at] = lane.numbers.get((int) place);
            }
        }
    }
}
