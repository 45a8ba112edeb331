package io.conncount.tui;

import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import java.time.Duration;
import java.util.Optional;

/**
 * What has to be sampled for what is shown.
 *
 * @param all every socket, whatever the filter
 * @param groups shown beside the states; empty if there are none
 * @param filteredStates whose states are shown; empty if they are those of every socket
 * @param filteredQueues whose queues are shown; empty if they are those of every listener
 * @param sockets what to list; empty if no sockets are shown
 */
record SamplingPlan(
        boolean paused,
        boolean live,
        Duration interval,
        Selection all,
        Optional<Query> groups,
        Optional<Selection> filteredStates,
        Optional<Selection> filteredQueues,
        Optional<Question> sockets) {
    static SamplingPlan by(Model model) {
        Question question = model.question();
        return new SamplingPlan(
                model.paused(),
                model.live(),
                model.interval(),
                question.all(),
                model.showsGroups() ? Optional.of(question.groups()) : Optional.empty(),
                model.showsFilteredStates() ? Optional.of(question.sockets()) : Optional.empty(),
                model.showsFilteredQueues() ? Optional.of(question.sockets()) : Optional.empty(),
                model.tab() == Tab.SOCKETS ? Optional.of(question.listing()) : Optional.empty());
    }
}
