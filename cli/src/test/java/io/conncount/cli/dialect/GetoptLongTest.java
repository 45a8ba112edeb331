package io.conncount.cli.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.cli.options.UsageException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetoptLongTest {
    private static final String LONG = "all=a family=f: filter=F: listening=l context=Z contexts=z query=A: quiet=A:";

    private static GetoptLong read(String line) throws UsageException {
        return new GetoptLong("alf:F:A:Zz", LONG, List.of(line.split(" ")));
    }

    private static String options(GetoptLong line) {
        return line.options().stream()
                .map(option -> option.name() + option.value())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-al               | a l      | ''",
                "-l -a -l          | l a l    | ''",
                "-afinet x         | a finet  | x",
                "-af inet x        | a finet  | x",
                "x -a y            | a        | x y",
                "-a -- -l x        | a        | -l x",
                "-a - x            | a        | - x",
                "--family=inet     | finet    | ''",
                "--fam inet x      | finet    | x",
                "--list --all      | l a      | ''",
                "--context         | Z        | ''",
                "--qu=x            | Ax       | ''",
            })
    void optionsAreThoseOfGetopt(String line, String options, String operands) throws UsageException {
        GetoptLong read = read(line);
        assertEquals(options, options(read));
        assertEquals(operands, String.join(" ", read.operands()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ax      | invalid option -- 'x'",
                "-:       | invalid option -- ':'",
                "-f       | option requires an argument -- 'f'",
                "--filter | option '--filter' requires an argument",
                "--all=1  | option '--all' doesn't allow an argument",
                "--zzz    | unrecognized option '--zzz'",
                "--f=x    | option '--f' is ambiguous; possibilities: '--family' '--filter'",
            })
    void mistakesAreThoseOfGetopt(String line, String message) {
        assertEquals(
                message, assertThrows(UsageException.class, () -> read(line)).getMessage());
    }

    @Test
    void nothingIsNothing() throws UsageException {
        assertEquals(0, new GetoptLong("a", LONG, List.of()).options().size());
    }
}
