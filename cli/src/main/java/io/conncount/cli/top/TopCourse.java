package io.conncount.cli.top;

import io.conncount.cli.history.Recorded;
import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.exporters.history.Moment;
import io.conncount.exporters.history.Place;
import io.conncount.query.Selection;
import io.conncount.tui.model.Course;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the timeline around moments of a history, and keeps it as long as steps stay inside. */
final class TopCourse {
    /** More than most screens have columns. */
    private static final int PARTS = 480;

    private Optional<Window> known = Optional.empty();

    /** A window that was read, by the time of records. */
    private static final class Window {
        private final Selection sockets;
        private final Duration length;
        private final long fromMillis;
        private final long toMillis;
        private final long[] least = new long[PARTS];
        private final long[] most = new long[PARTS];

        Window(Selection sockets, Duration length, long fromMillis, long toMillis) {
            this.sockets = sockets;
            this.length = length;
            this.fromMillis = fromMillis;
            this.toMillis = toMillis;
            Arrays.fill(least, Course.MISSING);
            Arrays.fill(most, Course.MISSING);
        }

        boolean isOf(Selection asked, Duration wanted, long millis) {
            return sockets.equals(asked) && length.equals(wanted) && millis > fromMillis && millis <= toMillis;
        }

        /** A record is in every part that its span reaches into. */
        void add(Moment moment, Extent total) {
            int last = part(moment.time().toEpochMilli());
            for (int part = part(moment.begin().toEpochMilli()); part <= last; part++) {
                least[part] = least[part] == Course.MISSING ? total.min() : Math.min(least[part], total.min());
                most[part] = Math.max(most[part], total.max());
            }
        }

        private int part(long millis) {
            return (int) Math.max(0, Math.min(PARTS - 1, (millis - fromMillis) * PARTS / (toMillis - fromMillis)));
        }
    }

    /** The timeline of these sockets around a moment; empty if they were not recorded. */
    Optional<Course> read(HistoryReader reader, Selection sockets, Place place, Duration length)
            throws HistoryException {
        if (known.isEmpty() || !known.get().isOf(sockets, length, place.millis())) {
            Optional<Recorded> recorded = Recorded.answering(reader, List.of(), sockets);
            if (recorded.isEmpty()) {
                return Optional.empty();
            }
            Window window = around(recorded.get(), sockets, place, length);
            recorded.get()
                    .within(
                            window.fromMillis,
                            window.toMillis,
                            moment -> window.add(
                                    moment, recorded.get().grouped(moment).total()));
            known = Optional.of(window);
        }
        Window window = known.get();
        double at = (double) (place.millis() - window.fromMillis) / (window.toMillis - window.fromMillis);
        return Optional.of(new Course(
                reader.shown(window.fromMillis), reader.shown(window.toMillis), window.least, window.most, at));
    }

    /** The moment is in its middle, unless there is nothing before or after that. */
    private static Window around(Recorded recorded, Selection sockets, Place place, Duration length)
            throws HistoryException {
        long first = recorded.step(Long.MIN_VALUE, 1).map(Place::millis).orElse(place.millis());
        long last = Math.max(
                place.millis(),
                recorded.step(Long.MAX_VALUE, -1).map(Place::millis).orElse(place.millis()));
        long to = Math.min(place.millis() + length.toMillis() / 2, last);
        long from = Math.max(to - length.toMillis(), Math.min(first, place.millis()) - 1);
        return new Window(sockets, length, from, Math.min(from + length.toMillis(), last));
    }
}
