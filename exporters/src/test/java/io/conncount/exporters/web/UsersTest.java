package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final Users ALICE =
            new Users(Map.of("alice", BCrypt.withDefaults().hashToString(4, "secret".toCharArray())));

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
        assertEquals(Users.Verdict.UNKNOWN, ALICE.check(basic("alice:wrong")));
        assertEquals(Users.Verdict.KNOWN, ALICE.check(basic("alice:secret")));
        assertEquals(Users.Verdict.KNOWN, ALICE.check(basic("alice:secret")));
        assertEquals(Users.Verdict.UNKNOWN, ALICE.check(basic("bob:secret")));
        assertEquals(Users.Verdict.UNKNOWN, ALICE.check(basic("alice:Secret")));
        assertEquals(Users.Verdict.UNKNOWN, ALICE.check(null));
    }

    @Test
    void longPasswordsAreCheckedAsFarAsBcryptGoes() {
        assertEquals(Users.Verdict.UNKNOWN, ALICE.check(basic("alice:" + "x".repeat(4000))));
    }
}
