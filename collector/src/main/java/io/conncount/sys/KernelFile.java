package io.conncount.sys;

import com.sun.jna.NativeLibrary;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads small files of the Linux kernel, such as {@code /proc/net/snmp}. */
public final class KernelFile {
    private static final int DIGITS_MAX = 18;
    private static final int TEN = 10;
    private static final int OCTAL_DIGITS = 3;

    private KernelFile() {}

    /** How large the pages are in which these files count memory ({@code man 2 getpagesize}): 4096 bytes on most, up to 65536. */
    public static int pageBytes() {
        return NativeLibrary.getProcess().getFunction("getpagesize").invokeInt(new Object[0]);
    }

    /**
     * A number without a sign, as these files have them: at most 18 digits.
     *
     * @return negative if the text is anything else
     */
    public static long number(String text) {
        int length = text.length();
        long number = length == 0 || length > DIGITS_MAX ? -1 : 0;
        for (int i = 0; i < length && number >= 0; i++) {
            char digit = text.charAt(i);
            number = digit >= '0' && digit <= '9' ? number * TEN + (digit - '0') : -1;
        }
        return number;
    }

    /** A path of {@code /proc/self/mountinfo}, where a blank is {@code \040} ({@code mangle_path} of Linux); one byte a character. */
    public static byte[] path(String word) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (int i = 0; i < word.length(); i++) {
            boolean escaped = word.charAt(i) == '\\' && word.length() - i > OCTAL_DIGITS;
            path.write(escaped ? octal(word, i + 1) : word.charAt(i));
            i += escaped ? OCTAL_DIGITS : 0;
        }
        return path.toByteArray();
    }

    private static int octal(String word, int at) {
        int value = 0;
        for (int i = at; i < at + OCTAL_DIGITS; i++) {
            value = value * Byte.SIZE + (word.charAt(i) - '0');
        }
        return value;
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
