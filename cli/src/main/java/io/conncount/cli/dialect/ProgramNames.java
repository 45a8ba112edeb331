package io.conncount.cli.dialect;

import io.conncount.names.NumberCache;
import io.conncount.socket.SocketView;
import io.conncount.sys.Processes;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The process that holds a socket as netstat writes it: {@code 811/nginx}, with the name from the first word of its command
 * line. For one thread.
 */
final class ProgramNames {
    private static final int WIDTH = 20;

    private final NumberCache<byte[]> texts = new NumberCache<>(pid -> text((int) pid));

    private static byte[] text(int pid) {
        String word = Processes.firstWord(pid);
        String text = pid + "/" + Escaper.TEXT.of(word.substring(word.lastIndexOf('/') + 1));
        return text.substring(0, Math.min(text.length(), WIDTH - 1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes that of a socket; a hyphen if there is none that may be seen. */
    void write(SocketView socket, TextBuffer out) {
        int holder = socket.holder();
        write(holder < 0 ? holder : socket.holders().pid(holder), out);
    }

    /** Writes a process; a hyphen if the number is negative. */
    void write(int pid, TextBuffer out) {
        int from = out.length();
        if (pid < 0) {
            out.put('-');
        } else {
            out.put(texts.of(pid));
        }
        out.padTo(from, WIDTH);
    }
}
