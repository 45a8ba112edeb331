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
 * @param filter empty for every socket
 * @param filteredStates true if the states of those sockets are shown that the filter leaves
 * @param filteredQueues true if the queues of those listeners are shown that the filter leaves
 * @param sockets what to list; empty if no sockets are shown
 */
record Asked(
        boolean paused,
        boolean live,
        Duration interval,
        List<String> keys,
        String filter,
        boolean filteredStates,
        boolean filteredQueues,
        Optional<Question> sockets) {
    static Asked by(Model model) {
        Question question = model.question();
        return new Asked(
                model.paused(),
                model.live(),
                model.interval(),
                model.showsGroups() ? question.keys() : List.of(),
                question.filter(),
                model.showsFilteredStates(),
                model.showsFilteredQueues(),
                model.tab() == Tab.SOCKETS ? Optional.of(question.listing()) : Optional.empty());
    }
}
