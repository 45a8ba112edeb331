package io.conncount.tui;

import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has to be sampled for what is shown.
 *
 * @param keys empty if no groups are shown beside the states
 * @param sockets what to list; empty if no sockets are shown
 */
record Asked(
        boolean paused, boolean live, Duration interval, List<String> keys, String filter, Optional<Question> sockets) {
    static Asked by(Model model) {
        Question question = model.question();
        boolean groups = (model.tab() == Tab.OVERVIEW || model.tab() == Tab.GROUPS) && !question.byStateOnly();
        boolean sockets = model.tab() == Tab.SOCKETS;
        return new Asked(
                model.paused(),
                model.live(),
                model.interval(),
                groups ? question.keys() : List.of(),
                groups ? question.filter() : "",
                sockets ? Optional.of(question) : Optional.empty());
    }
}
