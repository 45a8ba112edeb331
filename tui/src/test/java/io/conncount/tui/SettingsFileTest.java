package io.conncount.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.filter.ParsedFilter;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings survive, and damage to them does no harm. */
class SettingsFileTest {
    private static final Settings CHOSEN = new Settings(
            List.of("remote-net/16", "state"),
            List.of("state", "rtt_ms"),
            Set.of("share"),
            Duration.ofSeconds(5),
            false);

    @TempDir
    private Path config;

    private SettingsFile settings() {
        return SettingsFile.of(Map.of("XDG_CONFIG_HOME", config.toString(), "HOME", "/nowhere"));
    }

    private Path file() {
        return config.resolve("conncount/top.properties");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        settings().write(CHOSEN);
        assertEquals(CHOSEN, settings().read());
        settings().write(Settings.DEFAULT);
        assertEquals(Settings.DEFAULT, settings().read());
    }

    @Test
    void fileIsForItsOwnerAloneAndNothingElseIsLeft() throws IOException {
        settings().write(CHOSEN);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "by=",
                "by=nonsense,,",
                "list.columns=nonsense",
                "interval.ms=-1",
                "interval.ms=99999999999999",
                "\\u00zz",
                "\0\0\0"
            })
    void damageIsAsGoodAsNothing(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text, StandardCharsets.ISO_8859_1);
        assertEquals(Settings.DEFAULT, settings().read());
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "mouse=off\n" + "#".repeat(100_000));
        assertEquals(Settings.DEFAULT, settings().read());
    }

    @Test
    void withoutAHomeNothingIsKept() throws IOException {
        SettingsFile nowhere = SettingsFile.of(Map.of("XDG_CONFIG_HOME", "relative"));
        nowhere.write(CHOSEN);
        assertEquals(Settings.DEFAULT, nowhere.read());
    }

    @Test
    void homeIsWhereItIsWithoutXdg() throws IOException {
        SettingsFile.of(Map.of("HOME", config.toString())).write(CHOSEN);
        assertEquals(true, Files.exists(config.resolve(".config/conncount/top.properties")));
    }

    @Test
    void onlyWhatWasChangedInsideIsKept() {
        Settings kept = Settings.DEFAULT;
        Settings started =
                new Settings(List.of("cgroup"), kept.columns(), Set.of(), Duration.ofSeconds(30), kept.mouse());
        Model first = Scenes.first(new Size(80, 24), "cgroup");
        first = Model.first(
                first.setup(),
                first.size(),
                new Question(
                        Scenes.ALL,
                        ParsedFilter.NONE,
                        Scenes.keys("cgroup"),
                        Question.COUNT,
                        false,
                        kept.columns(),
                        Optional.empty(),
                        false,
                        Question.NUMBER),
                started.interval(),
                started.hidden(),
                Scenes.TIME);
        assertEquals(kept, started.after(first, kept));
        Settings after = started.after(Scenes.typed(first, "+"), kept);
        assertEquals(Duration.ofSeconds(60), after.interval());
        assertEquals(kept.keys(), after.keys());
    }
}
