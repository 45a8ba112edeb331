package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.CompiledStructs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Types that gcc describes, what damage makes of them, and types that cannot be. */
class BtfTest {
    private static final List<String> STRUCTS = List.of(
            "sock_common", "sock", "inet_timewait_sock", "tcp_sock", "net", "inet_hashinfo", "task_struct", "chain0");
    private static final List<String> FUNCTIONS = List.of("main");
    private static final long SEED = 20261127;
    private static final int CUT_BYTES = 7;
    private static final int DAMAGES = 2_000;

    /** The number of the first type is 1; this is a type that they can use. */
    private static final int WORD = 1;

    @TempDir
    private static Path directory;

    private static byte[] bytes;

    @BeforeAll
    static void compile() throws Exception {
        bytes = Files.readAllBytes(CompiledStructs.btf(directory));
    }

    private static Btf types(byte[] of) throws IOException {
        return Btf.of(Files.write(directory.resolve("types"), of), STRUCTS, FUNCTIONS);
    }

    @Test
    void membersAreWhereTheCompilerPutsThem() throws Exception {
        Btf types = types(bytes);
        List<String> members = CompiledStructs.members(directory);
        assertTrue(members.size() >= 20);
        for (String line : members) {
            String[] words = line.split(" ");
            Btf.Member member = types.member(words[0], words[1]).orElseThrow(() -> new AssertionError(line));
            assertEquals(line, words[0] + " " + words[1] + " " + member.offsetBytes() + " " + member.bytes());
        }
    }

    @Test
    void pointersAndBitFieldsAreKnownAsSuch() throws Exception {
        Btf types = types(bytes);
        assertTrue(
                types.member("net", "ipv4.tcp_death_row.hashinfo").orElseThrow().isPointer());
        assertFalse(types.member("sock", "sk_uid").orElseThrow().isPointer());
        Btf.Member bit = types.member("tcp_sock", "rate_app_limited").orElseThrow();
        assertEquals(4, bit.shift());
        assertEquals(1, bit.bits());
        assertEquals(1, bit.bytes());
    }

    @Test
    void whatIsNotThereIsEmpty() throws Exception {
        Btf types = types(bytes);
        assertEquals(Optional.empty(), types.member("sock", "sk_ui"));
        assertEquals(Optional.empty(), types.member("sock", "sk_uid.more"));
        assertEquals(Optional.empty(), types.member("sock", "sk_uidd"));
        assertEquals(Optional.empty(), types.member("sock", "sk_uid[0]"));
        assertEquals(Optional.empty(), types.member("tcp_sock", "rtt_min.s[3].v"));
        assertEquals(Optional.empty(), types.member("unknown", "sk_uid"));
        assertTrue(types.hasFunction("main"));
        assertFalse(types.hasFunction("sock"));
    }

    @Test
    void kernelWithoutTypesIsToldWhatItLacks() {
        Path none = directory.resolve("none");
        WalkRefusedException e = assertThrows(WalkRefusedException.class, () -> Btf.of(none, STRUCTS, FUNCTIONS));
        assertTrue(e.getMessage().contains(none + ""), e.getMessage());
        assertTrue(e.getMessage().contains("CONFIG_DEBUG_INFO_BTF"), e.getMessage());
    }

    @Test
    void bytesThatEndEarlyAreRefused() {
        for (int length = 0; length < bytes.length; length += CUT_BYTES) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(WalkRefusedException.class, () -> types(cut));
        }
    }

    @Test
    void damagedBytesAreRefusedOrStillTypes() throws Exception {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = bytes.clone();
            for (int flip = random.nextInt(3); flip >= 0; flip--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            try {
                Btf types = types(damaged);
                types.member("tcp_sock", "rtt_min.s[0].v");
                types.member("net", "ipv4.tcp_death_row.hashinfo");
                types.member("sock", "sk_cgrp_data.cgroup");
                types.member("sock_common", "skc_num");
            } catch (WalkRefusedException e) {
                refused++;
            }
        }
        assertTrue(refused > DAMAGES / 20, refused + " refused");
    }

    @Test
    void headerOfSomethingElseIsRefused() {
        assertFault("not BTF", () -> types(swapped(bytes, 0, 1)));
        byte[] newer = bytes.clone();
        newer[2] = 2;
        assertFault("not BTF, version 1", () -> types(newer));
        byte[] shifted = bytes.clone();
        shifted[16] = -1;
        shifted[19] = 0x7f;
        assertFault("at byte 16", () -> types(shifted));
    }

    private static byte[] swapped(byte[] of, int first, int second) {
        byte[] copy = of.clone();
        copy[first] = of[second];
        copy[second] = of[first];
        return copy;
    }

    @Test
    void typeThatDoesNotEndIsRefused() {
        assertFault(
                "in type 2",
                () -> types(word().type("sock", BtfBlob.STRUCT, 3, 4).bytes()));
    }

    @Test
    void unknownKindIsRefused() {
        assertFault("no kind 20", () -> types(word().type("", 20, 0, 0).bytes()));
    }

    @Test
    void nameOfItselfIsRefused() {
        assertFault(
                "in type 2",
                () -> sockA(word().type("loop", BtfBlob.TYPEDEF, 0, 2).struct("sock", 4, 1, "a", 2, 0)));
    }

    @Test
    void memberOfNoTypeIsRefused() {
        assertFault("no type 99", () -> sockA(word().struct("sock", 4, 1, "a", 99, 0)));
        assertFault("no type -1", () -> sockA(word().struct("sock", 4, 1, "a", -1, 0)));
    }

    @Test
    void memberWithoutSizeIsRefused() {
        assertFault(
                "in type 2", () -> sockA(word().type("other", BtfBlob.FWD, 0, 0).struct("sock", 4, 1, "a", 2, 0)));
    }

    @Test
    void memberOutsideItsStructIsRefused() {
        assertFault("in type 2", () -> sockA(word().struct("sock", 4, 1, "a", WORD, 8)));
        assertFault("in type 2", () -> sockA(word().struct("sock", 4, 1, "a", WORD, -8)));
    }

    @Test
    void endlessArrayIsRefused() {
        BtfBlob blob = word();
        for (int type = 2; type <= 4; type++) {
            blob.type("", BtfBlob.ARRAY, 0, 0, type - 1, WORD, 1 << 30);
        }
        assertFault("in type", () -> sockA(blob.struct("sock", 4, 1, "a", 4, 0)));
        assertFault(
                "in type 2",
                () -> sockA(word().type("", BtfBlob.ARRAY, 0, 0, 2, WORD, 1).struct("sock", 4, 1, "a", 2, 0)));
    }

    @Test
    void structInItselfIsRefused() {
        assertFault("in type 2", () -> sockA(word().struct("sock", 4, 1, "", 2, 0)));
    }

    /** Each level has a thousand times as many members as the one before. */
    @Test
    void membersWithoutEndAreRefused() {
        BtfBlob blob = word();
        for (int level = 0; level < 20; level++) {
            blob.struct("chain" + level, 4, 1000, "", level == 19 ? WORD : level + 3, 0);
        }
        assertFault("in type", () -> types(blob.bytes()).member("chain0", "a"));
    }

    private static BtfBlob word() {
        return new BtfBlob().type("int", BtfBlob.INT, 0, Integer.BYTES, Integer.SIZE);
    }

    private static Optional<Btf.Member> sockA(BtfBlob blob) throws IOException {
        return types(blob.bytes()).member("sock", "a");
    }

    private static void assertFault(String words, Executable reading) {
        WalkRefusedException e = assertThrows(WalkRefusedException.class, reading);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
