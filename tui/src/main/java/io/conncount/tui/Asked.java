package io.conncount.tui;

import io.conncount.sampler.Series;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has to be sampled for what is shown.
 *
 * @param dear true if a count of the groups, or a listing, takes much of a processor
 * @param keys empty if no groups are shown beside the states
 * @param sockets what to list; empty if no sockets are shown
 */
record Asked(
        boolean paused,
        boolean live,
        boolean dear,
        Duration interval,
        List<String> keys,
        String filter,
        Optional<Question> sockets) {
    /** From this part of a processor on, at the interval asked for, a series is dear; and no more below a quarter of it. */
    private static final double DEAR = 0.05;

    /** @param last what was asked for before; null for nothing */
    static Asked by(Model model, Asked last) {
        Question question = model.question();
        boolean groups = (model.tab() == Tab.OVERVIEW || model.tab() == Tab.GROUPS) && !question.byStateOnly();
        boolean sockets = model.tab() == Tab.SOCKETS;
        return new Asked(
                model.paused(),
                model.live(),
                isDear(model, last != null && last.dear),
                model.interval(),
                groups ? question.keys() : List.of(),
                groups ? question.filter() : "",
                sockets ? Optional.of(question) : Optional.empty());
    }

    private static boolean isDear(Model model, boolean before) {
        Series.State<?> series = model.tab() == Tab.SOCKETS
                ? model.data().sockets()
                : model.groups().state();
        // The first sample loads and compiles what the others find.
        if (series.taken() < 2 || model.question().byStateOnly()) {
            return before;
        }
        double share = (double) series.lastCpu().toNanos() / model.interval().toNanos();
        return before ? share > DEAR / 4 : share > DEAR;
    }
}
