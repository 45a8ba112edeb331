package io.conncount.cli;

import io.conncount.cli.list.Columns;
import io.conncount.count.GroupKey;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKeys;
import io.conncount.plan.Selection;
import io.conncount.socket.TcpState;
import io.conncount.tui.Settings;
import io.conncount.tui.SettingsFile;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes {@link TopOptions} of what was given and what was kept. */
final class TopReader {
    private static final int CPU_BUDGET_DEFAULT_PERCENT = 10;
    private static final int CPU_BUDGET_MAX_PERCENT = 100;
    private static final double PERCENT = 0.01;

    private final Given given;
    private final SettingsFile file;

    TopReader(Given given, SettingsFile file) {
        this.given = given;
        this.file = file;
    }

    TopOptions read(Map<String, String> environment) throws UsageException {
        Settings kept = file.read(new Known());
        Settings settings = new Settings(
                given.has(Count.BY) ? names(CountReader.keys(given)) : kept.keys(),
                kept.columns(),
                kept.hidden(),
                given.seconds(INTERVAL).orElse(kept.interval()),
                kept.mouse());
        Selection selection = SelectionOptions.read(given, TcpState.ALL);
        String sort = CountReader.sortColumn(given, settings.keys());
        Question question = new Question(
                settings.keys(),
                String.join(" ", FilterReader.text(given)),
                sort,
                given.has(Count.REVERSE),
                settings.columns(),
                Optional.empty(),
                false);
        Output output = Output.standard();
        Abilities abilities = Abilities.of(
                environment,
                output.style(given.color()).color(),
                output.style(given.color()).unicode() && !given.has(Top.ASCII));
        return new TopOptions(selection, question, settings, budget(), given.threadsMax(), abilities);
    }
}
