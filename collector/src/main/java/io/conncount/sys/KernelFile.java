package io.conncount.sys;

import com.sun.jna.NativeLibrary;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads small files of the Linux kernel, such as {@code /proc/net/snmp}. */
public final class KernelFile {
    private KernelFile() {}

    /** How large the pages are in which these files count memory ({@code man 2 getpagesize}): 4096 bytes on most, up to 65536. */
    public static int pageBytes() {
        return NativeLibrary.getProcess().getFunction("getpagesize").invokeInt(new Object[0]);
    }

    /**
     * All of a file's text, byte for character.
     *
     * @throws IOException if it cannot be read
     */
    public static String text(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    /**
     * All of a file's bytes.
     *
     * @throws IOException if it cannot be read
     */
    public static byte[] bytes(Path file) throws IOException {
        // Not java.nio.file.Files: its channels take 3 ms to load, and every count begins and ends here.
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }
}
