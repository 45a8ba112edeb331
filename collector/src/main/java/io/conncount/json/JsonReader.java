package io.conncount.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) from front to back, one value at a time, as its caller asks for them. The text may be anything: values are
 * of limited length and depth, and an error says at which character, counted from 1, and what was expected there.
 */
public final class JsonReader {
    private static final int TEXT_CHARACTERS_MAX = 64 * 1024;
    private static final int NUMBER_CHARACTERS_MAX = 40;
    private static final int DEPTH_MAX = 16;
    private static final String NUMBER_CHARACTERS = "-+.eE0123456789";
    private static final int END = -1;

    private final Reader in;
    private int next;
    private long at;
    private int depth;

    /** Takes the value of a member; exactly one of the reader's values. */
    @FunctionalInterface
    public interface Members {
        void take(String name) throws IOException;
    }

    /** Takes an element; exactly one of the reader's values. */
    @FunctionalInterface
    public interface Elements {
        void take() throws IOException;
    }

    public JsonReader(InputStream bytes) throws IOException {
        in = new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        advance();
    }

    /** Reads an object, and gives the name of each of its members. */
    public void object(Members members) throws IOException {
        enter('{');
        if (peek() != '}') {
            do {
                String name = text();
                expect(':');
                members.take(name);
            } while (another('}'));
        }
        leave('}');
    }

    /** Reads an array, and announces each of its elements. */
    public void array(Elements elements) throws IOException {
        enter('[');
        if (peek() != ']') {
            do {
                elements.take();
            } while (another(']'));
        }
        leave(']');
    }

    /** Reads a string. */
    public String text() throws IOException {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (next != '"') {
            if (next < ' ') {
                throw wrong("the end of a string");
            }
            if (text.length() == TEXT_CHARACTERS_MAX) {
                throw wrong("a string of at most " + TEXT_CHARACTERS_MAX + " characters");
            }
            text.append(next == '\\' ? escaped() : (char) take());
        }
        take();
        return text.toString();
    }

    private char escaped() throws IOException {
        take();
        int c = take();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw wrong("an escape sequence");
        };
    }

    private int hex() throws IOException {
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            throw wrong("four hexadecimal digits");
        }
        take();
        return digit;
    }

    /** Reads a string or a number, as text. */
    public String textOrNumber() throws IOException {
        return peek() == '"' ? text() : number();
    }

    private String number() throws IOException {
        StringBuilder number = new StringBuilder();
        peek();
        while (next >= 0 && NUMBER_CHARACTERS.indexOf(next) >= 0) {
            if (number.length() == NUMBER_CHARACTERS_MAX) {
                throw wrong("a number of at most " + NUMBER_CHARACTERS_MAX + " characters");
            }
            number.append((char) take());
        }
        if (!number.toString().matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
            throw wrong("a number");
        }
        return number.toString();
    }

    /** Reads a number of things: from 0, and below ten to the 15th, so that sums of them do not overflow. */
    public long count() throws IOException {
        String number = number();
        if (!number.matches("\\d{1,15}")) {
            throw wrong("a whole number that is not negative");
        }
        return Long.parseLong(number);
    }

    /** Reads true or false. */
    public boolean truth() throws IOException {
        boolean value = peek() == 't';
        word(value ? "true" : "false");
        return value;
    }

    /** Reads null, if that is next; false if something else is, which is left. */
    public boolean isNull() throws IOException {
        if (peek() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    private void word(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (next != word.charAt(i)) {
                throw wrong("'" + word + "'");
            }
            take();
        }
    }

    /** Reads any value, and forgets it. */
    public void skip() throws IOException {
        switch (peek()) {
            case '{' -> object(name -> skip());
            case '[' -> array(this::skip);
            case '"' -> text();
            case 't', 'f' -> truth();
            case 'n' -> isNull();
            default -> number();
        }
    }

    /** Nothing but blanks may be left. */
    public void end() throws IOException {
        if (peek() != END) {
            throw wrong("the end: a file has one answer, and not several as --watch and --ndjson write them");
        }
    }

    /** An error at the present place. */
    public IOException wrong(String expected) {
        String found = next == END ? "the end of the file" : "'" + (char) next + "'";
        return new IOException("character " + at + ": expected " + expected + ", not " + found);
    }

    private void enter(char opening) throws IOException {
        expect(opening);
        depth++;
        if (depth > DEPTH_MAX) {
            throw wrong("values nested at most " + DEPTH_MAX + " deep");
        }
    }

    private void leave(char closing) throws IOException {
        expect(closing);
        depth--;
    }

    private boolean another(char closing) throws IOException {
        if (peek() == closing) {
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char wanted) throws IOException {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "'");
        }
        take();
    }

    /** The next character that is not a blank, which stays. */
    private int peek() throws IOException {
        while (next == ' ' || next == '\n' || next == '\t' || next == '\r') {
            advance();
        }
        return next;
    }

    private int take() throws IOException {
        if (next == END) {
            throw wrong("more");
        }
        int taken = next;
        advance();
        return taken;
    }

    private void advance() throws IOException {
        at++;
        try {
            next = in.read();
        } catch (CharacterCodingException e) {
            throw new IOException("character " + at + ": not UTF-8", e);
        }
    }
}
