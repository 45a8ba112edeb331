package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.conncount.exporters.web.PasswordChecks.Verdict;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final Users ALICE =
            new Users(Map.of("alice", BCrypt.withDefaults().hashToString(4, "secret".toCharArray())));

    private static final PasswordChecks CHECKS = new PasswordChecks(Users::matches, PasswordChecks.WAIT_MAX);

    @AfterAll
    static void endChecks() {
        CHECKS.close();
    }

    private static Verdict check(String authorization) {
        return ALICE.check(authorization, InetAddress.getLoopbackAddress(), CHECKS);
    }

    private static String basic(String pair) {
        return "basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNameThatIsNotThereCostsAHash() {
        String nobody = String.format(Locale.ROOT, Users.NOBODY, 4);
        BCrypt.Result result = BCrypt.verifyer().verify("x".toCharArray(), nobody);
        assertTrue(result.validFormat, result.formatErrorMessage);
        assertFalse(result.verified);
    }

    @Test
    void aPasswordIsRememberedForItsNameOnly() {
        assertEquals(Verdict.WRONG, check(basic("alice:wrong")));
        assertEquals(Verdict.RIGHT, check(basic("alice:secret")));
        assertEquals(Verdict.RIGHT, check(basic("alice:secret")));
        assertEquals(Verdict.WRONG, check(basic("bob:secret")));
        assertEquals(Verdict.WRONG, check(basic("alice:Secret")));
        assertEquals(Verdict.WRONG, check(null));
    }

    @Test
    void longPasswordsAreCheckedAsFarAsBcryptGoes() {
        assertEquals(Verdict.WRONG, check(basic("alice:" + "x".repeat(4000))));
    }
}
