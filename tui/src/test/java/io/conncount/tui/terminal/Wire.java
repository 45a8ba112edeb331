package io.conncount.tui.terminal;

import io.conncount.tui.model.Model.Size;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line whose other end is this test: bytes that were typed, and each write that was made. */
public final class Wire implements Tty {
    public final List<String> writes = new ArrayList<>();
    private final byte[] typed;
    private int at;
    private boolean keyMode;
    private Size size;

    public Wire(String typed, Size size) {
        this.typed = typed.getBytes(StandardCharsets.UTF_8);
        this.size = size;
    }

    public boolean keyMode() {
        return keyMode;
    }

    public void resize(Size other) {
        size = other;
    }

    @Override
    public Size size() {
        return size;
    }

    @Override
    public void enterKeyMode() {
        keyMode = true;
    }

    @Override
    public void leaveKeyMode(boolean dropInput) {
        keyMode = false;
    }

    @Override
    public void write(byte[] bytes, int count) {
        writes.add(new String(bytes, 0, count, StandardCharsets.UTF_8));
    }

    @Override
    public int read() {
        return at < typed.length ? typed[at++] & 0xff : -1;
    }

    @Override
    public boolean readableWithin(int milliseconds) {
        return at < typed.length;
    }
}
