package io.conncount.cli.top;

import io.conncount.cli.options.FilterReader;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.names.SocketNames;
import io.conncount.source.Host;
import io.conncount.tui.Settings;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Fault;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Setup;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Question;
import io.conncount.view.SocketColumns;
import java.time.Instant;

/**
 * What the command line of {@code top} says, checked, on top of what the settings do.
 *
 * @param question what is shown first
 * @param kept the settings without what was given for this start
 * @param cpuBudget how much of a processor sampling may take
 */
public record TopOptions(Question question, Settings settings, Settings kept, double cpuBudget, Abilities abilities) {
    /** What is shown of a host at first, under a title. */
    Model first(String title, Host host, Size size) {
        Setup setup = new Setup(
                title,
                host.recorded().map(Host.Recorded::time),
                host.sockets().name(),
                cpuBudget,
                SocketColumns.names().stream()
                        .map(name -> new Choice(name, SocketColumns.of(name).help()))
                        .toList(),
                filter -> read(filter, host.names()));
        return Model.first(setup, size, question, settings.interval(), settings.hidden(), Instant.now());
    }

    private static TypedFilter read(String filter, SocketNames names) {
        try {
            return new TypedFilter(FilterParser.parse(filter, names));
        } catch (FilterException e) {
            return new TypedFilter(new Fault(e.position(), e.getMessage() + FilterReader.hint(e)));
        }
    }
}
