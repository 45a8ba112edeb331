package io.conncount.testing;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A C library whose {@code sysctlbyname} answers as a FreeBSD kernel does, out of captures. Needs gcc. */
public final class SysctlLibrary {
    private final NativeLibrary library;

    private SysctlLibrary(NativeLibrary library) {
        this.library = library;
    }

    /** Compiles it into this directory, and loads it. */
    public static SysctlLibrary build(Path directory) throws IOException, InterruptedException {
        Path source = Repository.root().resolve("collector/src/test/c/sysctlbyname.c");
        Path built = directory.resolve("libsysctl.so");
        Process gcc = new ProcessBuilder(
                        "gcc", "-std=gnu11", "-Wall", "-Werror", "-shared", "-fPIC", "-o", "" + built, "" + source)
                .redirectErrorStream(true)
                .start();
        String complaints = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc: " + complaints);
        }
        return new SysctlLibrary(NativeLibrary.getInstance(built.toString()));
    }

    /** The library, with the set of a release's captures as its kernel, at rest. */
    public NativeLibrary of(String release, String set) {
        call("captures_use", Captures.directory(release).toString(), set);
        return library;
    }

    /** The most memory that the kernel wires. */
    public void wireAtMost(long bytes) {
        call("captures_wire_max", bytes);
    }

    /** The next so many reads find that the value has outgrown the estimate. */
    public void outgrow(int times) {
        call("captures_grow", times);
    }

    /** What every estimate says. */
    public void estimate(long bytes) {
        call("captures_estimate", bytes);
    }

    private void call(String function, Object... arguments) {
        library.getFunction(function).invokeVoid(arguments);
    }
}
