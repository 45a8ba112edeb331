package io.conncount.tui.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import io.conncount.tui.model.Abilities.Background;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Key;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.terminal.KeyDecoder.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What terminals send, and what it means. */
class KeyDecoderTest {
    @ParameterizedTest
    @CsvSource({
        "[A, UP",
        "OA, UP",
        "[B, DOWN",
        "[C, RIGHT",
        "[D, LEFT",
        "[H, HOME",
        "[1~, HOME",
        "[7~, HOME",
        "OF, END",
        "[4~, END",
        "[5~, PAGE_UP",
        "[6~, PAGE_DOWN",
        "[3~, DELETE",
        "[Z, BACK_TAB",
        "[1;5A, UP",
        "[1;5D, WORD_LEFT",
        "[1;3C, WORD_RIGHT",
        "[1;2C, RIGHT",
        "OM, ENTER"
    })
    void sequencesAreKeys(String sequence, Key.Kind kind) throws IOException {
        assertEquals(List.of(key(kind), key('x')), decoded("\033" + sequence + "x"));
    }

    @Test
    void controlCharactersAreKeysAsInLess() throws IOException {
        assertEquals(
                List.of(key(Key.Kind.ENTER), key(Key.Kind.TAB), key(Key.Kind.BACKSPACE), key(Key.Kind.CLEAR_LINE)),
                decoded("\r\t\177\025"));
    }

    @Test
    void charactersAreThoseOfUtf8() throws IOException {
        assertEquals(List.of(key('q'), key('ß'), key('日'), key(0x1f4a3)), decoded("qß日\ud83d\udca3"));
    }

    @Test
    void escapeWithACharacterIsThatCharacterWithAlt() throws IOException {
        assertEquals(List.of(key(Key.Kind.WORD_LEFT), key(Key.Kind.WORD_RIGHT)), decoded("\033b\033f"));
        assertEquals(List.of(key(Key.Kind.DELETE_NEXT_WORD), key(Key.Kind.DELETE_WORD)), decoded("\033d\033\177"));
        assertEquals(List.of(key('a')), decoded("\033q\033ßa"));
    }

    @Test
    void escapeAloneIsAKeyAndBeforeAnotherTwo() throws IOException {
        assertEquals(List.of(key(Key.Kind.ESCAPE)), decoded("\033"));
        assertEquals(List.of(key(Key.Kind.ESCAPE), key(Key.Kind.ESCAPE)), decoded("\033\033"));
    }

    @Test
    void unknownSequencesArePassedOver() throws IOException {
        assertEquals(List.of(key('x')), decoded("\033[99;88;77ux"));
        assertEquals(List.of(key('x')), decoded("\033[[Ax"));
        assertEquals(List.of(key('x')), decoded("\033P1$r0m\033\\x"));
        assertEquals(List.of(key('x')), decoded("\033]52;c;aGk=\007x"));
    }

    @Test
    void mouseClicksAndTurns() throws IOException {
        assertEquals(List.of(new Input.Done(new Event.Clicked(4, 9))), decoded("\033[<0;5;10M\033[<0;5;10m"));
        assertEquals(
                List.of(new Input.Done(new Event.Wheeled(-3)), new Input.Done(new Event.Wheeled(3))),
                decoded("\033[<64;5;10M\033[<65;5;10M"));
        assertEquals(List.of(), decoded("\033[<2;5;10M"));
    }

    @Test
    void terminalTellsItsBackground() throws IOException {
        assertEquals(
                List.of(new Input.Told(Background.DARK), new Input.Told(Background.LIGHT)),
                decoded("\033]11;rgb:1a1a/1b1b/2626\033\\\033]11;rgb:fdfd/f6f6/e3e3\007"));
    }

    @Property
    void anyBytesComeToAnEnd(@ForAll byte[] bytes) throws IOException {
        decoded(new String(bytes, StandardCharsets.ISO_8859_1) + "\033");
    }

    private static Input key(Key.Kind kind) {
        return new Input.Done(new Event.Typed(Key.of(kind)));
    }

    private static Input key(int character) {
        return new Input.Done(new Event.Typed(Key.of(character)));
    }

    private static List<Input> decoded(String typed) throws IOException {
        KeyDecoder decoder = new KeyDecoder(new Wire(typed, new Size(80, 24)));
        List<Input> inputs = new ArrayList<>();
        Input input = decoder.next();
        while (!(input instanceof Input.Ended)) {
            inputs.add(input);
            input = decoder.next();
        }
        assertInstanceOf(Input.Ended.class, input);
        return inputs;
    }
}
