package io.conncount.exporters;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is full. */
public final class Disk {
    private static final int BLOCK_BYTES = 1024;

    private Disk() {}

    /** Writes a file until there is no room. */
    public static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[BLOCK_BYTES];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage().contains("No space"), full.getMessage());
        }
    }
}
