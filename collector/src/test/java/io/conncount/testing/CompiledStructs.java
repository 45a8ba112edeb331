package io.conncount.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The structs of {@code bpf/structs.c} among the test resources, as gcc compiles them. Needs gcc and binutils. */
public final class CompiledStructs {
    private static final Path SOURCE = Repository.root().resolve("collector/src/test/resources/bpf/structs.c");

    private CompiledStructs() {}

    /** A file of their description in BTF. */
    public static Path btf(Path directory) throws IOException, InterruptedException {
        Path object = directory.resolve("structs.o");
        Path btf = directory.resolve("structs.btf");
        Command.lines("gcc", "-gbtf", "-c", SOURCE.toString(), "-o", object.toString());
        Command.lines("objcopy", "--dump-section", ".BTF=" + btf, object.toString());
        return btf;
    }

    /** What a program made of them says: a line a member, its struct, its path, its offset and its size in bytes. */
    public static List<String> members(Path directory) throws IOException, InterruptedException {
        Path program = directory.resolve("structs");
        Command.lines("gcc", "-o", program.toString(), SOURCE.toString());
        return Command.lines(program.toString());
    }
}
