package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real shells make of our scripts. Needs bash, zsh, fish, tmux and shellcheck. */
class CompletionIT {
    @TempDir
    private Path directory;

    private String script(String shell) throws IOException, InterruptedException {
        Launch launch = Launch.of("completion", shell);
        assertEquals(0, launch.exitCode(), launch.err());
        return Files.writeString(directory.resolve("completion." + shell), launch.out())
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conncount lis                 | list listeners",
                "conncount memory --by sta     | state",
                "conncount sta                 | state stats",
                "conncount hel                 | help",
                "conncount help c              | capacity check columns completion conncount",
                "conncount help fil            | filter",
                "conncount list --so           | --socket --sort --source",
                "conncount list --sort rtt     | rtt_ms rttvar_ms",
                "conncount --by state,us       | state,user",
                "conncount --by = local-p      | local-port",
                "conncount top --sort con      | congestion container",
                "conncount stats --sort p9     | p90 p99",
                "conncount list -A unix_s      | unix_seqpacket unix_stream",
                "conncount list state time     | time-wait",
                "conncount list --source pr    | procfs",
                "conncount completion --v      | --version",
            })
    void bashCompletes(String line, String expected) throws Exception {
        String file = script("bash");
        String words =
                "source " + file + "; COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _conncount;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\" | sort";
        assertEquals(expected, String.join(" ", Command.lines("bash", "--norc", "-c", words)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conncount li                  | list listeners",
                "conncount hel                 | help",
                "conncount help c              | capacity check columns completion conncount",
                "conncount memory --by sta     | state",
                "conncount list --so           | --socket --sort --source",
                "conncount list --sort rtt     | rtt_ms rttvar_ms",
                "conncount --by state,us       | state,user",
                "conncount list -A unix_s      | unix_seqpacket unix_stream",
                "conncount list state time     | time-wait",
                "conncount list --source=pr    | --source=procfs",
            })
    void fishCompletes(String line, String expected) throws Exception {
        String file = script("fish");
        List<String> offered = Command.lines(
                "env",
                "HOME=" + directory,
                "fish",
                "--no-config",
                "-c",
                "source " + file + "; complete -C '" + line + "'");
        String words = offered.stream()
                .map(offer -> offer.replaceFirst("\t.*", ""))
                .sorted()
                .collect(Collectors.joining(" "));
        assertEquals(expected, words);
    }

    @Test
    void zshCompletes() throws Exception {
        String file = script("zsh");
        try (Tmux terminal = new Tmux(100, 30, directory)) {
            terminal.shell("PS1='zsh> ' zsh -f");
            terminal.await(screen -> screen.contains("zsh>"), "its prompt");
            terminal.shell("autoload -Uz compinit; compinit -u -d " + directory.resolve("dump") + "; source " + file);
            for (String line : List.of(
                    "conncount eve=conncount events ",
                    "conncount help filt=conncount help filter ",
                    "conncount list --sor=conncount list --sort ",
                    "conncount list state time-=conncount list state time-wait ",
                    "conncount --by state,use=conncount --by state,user",
                    "conncount list --source pr=conncount list --source procfs ")) {
                String typed = line.substring(0, line.lastIndexOf('='));
                String completed = line.substring(line.lastIndexOf('=') + 1).strip();
                terminal.keys("-l", typed);
                terminal.keys("Tab");
                terminal.await(screen -> screen.contains("zsh> " + completed), completed);
                terminal.keys("C-u");
            }
        }
    }

    /** Asked when the key is pressed: those of the moment. */
    @Test
    void namespacesAreThoseThatThereAre() throws Exception {
        String name = "conncount-completion-" + ProcessHandle.current().pid();
        String file = script("bash");
        Command.lines("ip", "netns", "add", name);
        try {
            String words =
                    "source " + file + "; COMP_WORDS=(conncount list -N conncount-compl); COMP_CWORD=3; _conncount;"
                            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
            assertTrue(Command.lines("bash", "--norc", "-c", words).contains(name));
        } finally {
            Command.lines("ip", "netns", "del", name);
        }
    }

    @Test
    void bashScriptIsClean() throws Exception {
        assertEquals(List.of(), Command.lines("shellcheck", "-s", "bash", script("bash")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "completion bash zsh", "completion csh"})
    void shellIsNamed(String line) throws Exception {
        Launch launch = Launch.of(line.split(" "));
        assertEquals(2, launch.exitCode());
        assertTrue(launch.err().contains("shell"), launch.err());
        assertEquals(1, Arrays.stream(launch.err().split("\n")).count());
    }
}
