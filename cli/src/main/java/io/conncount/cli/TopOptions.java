package io.conncount.cli;

import io.conncount.cli.output.ExplanationWriter;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.group.GroupKeys;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.source.Host;
import io.conncount.tui.Settings;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Fault;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Setup;
import io.conncount.tui.model.Size;
import io.conncount.view.SocketColumns;
import java.time.Instant;
import java.util.Optional;

/**
 * What the command line of {@code top} says, checked, on top of what the settings do.
 *
 * @param selection which sockets it is about, without the filter
 * @param question what is shown first
 * @param kept the settings without what was given for this start
 * @param cpuBudget how much of a processor sampling may take
 */
record TopOptions(
        Selection selection,
        Question question,
        Settings settings,
        Settings kept,
        double cpuBudget,
        Abilities abilities) {
    /** What is shown of a host at first. */
    Model first(Host host, Size size) {
        Setup setup = new Setup(
                host.name(),
                host.recorded().map(Host.Recorded::time),
                selection.words().orElse(""),
                host.sockets().name(),
                cpuBudget,
                GroupKeys.ALL.stream()
                        .map(key -> new Choice(key.name(), key.help()))
                        .toList(),
                SocketColumns.names().stream()
                        .map(name -> new Choice(name, SocketColumns.of(name).help()))
                        .toList(),
                filter -> fault(filter, host.names()),
                ExplanationWriter::text);
        return Model.first(setup, size, question, settings.interval(), settings.hidden(), Instant.now());
    }

    private static Optional<Fault> fault(String filter, SocketNames names) {
        try {
            FilterParser.parse(filter, names);
            return Optional.empty();
        } catch (FilterException e) {
            return Optional.of(new Fault(e.position(), e.getMessage() + FilterReader.hint(e)));
        }
    }
}
