package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.CompiledStructs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types that gcc describes, and what damage makes of them. */
class BtfTest {
    private static final List<String> NAMES = List.of(
            "sock_common", "sock", "inet_timewait_sock", "tcp_sock", "net", "inet_hashinfo", "task_struct", "main");
    private static final long SEED = 20261127;

    @TempDir
    private static Path directory;

    private static byte[] bytes;

    @BeforeAll
    static void compile() throws Exception {
        bytes = CompiledStructs.btf(directory);
    }

    @Test
    void membersAreWhereTheCompilerPutsThem() throws Exception {
        Btf types = Btf.of(bytes, NAMES);
        List<String> members = CompiledStructs.members(directory);
        assertTrue(members.size() >= 20);
        for (String line : members) {
            String[] words = line.split(" ");
            Btf.Member member = types.member(words[0], words[1]).orElseThrow(() -> new AssertionError(line));
            assertEquals(line, words[0] + " " + words[1] + " " + member.offsetBytes() + " " + member.bytes());
        }
    }

    @Test
    void pointersAndBitFieldsAreKnownAsSuch() {
        Btf types = Btf.of(bytes, NAMES);
        assertTrue(
                types.member("net", "ipv4.tcp_death_row.hashinfo").orElseThrow().isPointer());
        assertFalse(types.member("sock", "sk_uid").orElseThrow().isPointer());
        Btf.Member bit = types.member("tcp_sock", "rate_app_limited").orElseThrow();
        assertEquals(4, bit.shift());
        assertEquals(1, bit.bits());
        assertEquals(1, bit.bytes());
    }

    @Test
    void whatIsNotThereIsEmpty() {
        Btf types = Btf.of(bytes, NAMES);
        assertEquals(Optional.empty(), types.member("sock", "sk_ui"));
        assertEquals(Optional.empty(), types.member("sock", "sk_uid.more"));
        assertEquals(Optional.empty(), types.member("sock", "sk_uidd"));
        assertEquals(Optional.empty(), types.member("unknown", "sk_uid"));
        assertTrue(types.hasFunction("main"));
        assertFalse(types.hasFunction("sock"));
    }

    @Test
    void bytesThatEndEarlyAreRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(WalkRefusedException.class, () -> Btf.of(cut, NAMES));
        }
    }

    @Test
    void damagedBytesAreRefusedOrStillTypes() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flip = random.nextInt(3); flip >= 0; flip--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            try {
                Btf types = Btf.of(damaged, NAMES);
                types.member("tcp_sock", "rtt_min.s[0].v");
                types.member("net", "ipv4.tcp_death_row.hashinfo");
                types.member("sock", "sk_cgrp_data.cgroup");
                types.member("sock_common", "skc_num");
            } catch (WalkRefusedException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }
}
