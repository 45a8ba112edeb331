package io.conncount.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How numbers read. */
class NumbersTest {
    @Test
    void sharesHaveTwoDecimals() {
        assertEquals("99.96 %", Numbers.share(9996, 10_000));
        assertEquals("5.07 %", Numbers.share(507, 10_000));
        assertEquals("<0.01 %", Numbers.share(1, 1_000_000));
        assertEquals("0 %", Numbers.share(0, 0));
    }

    @Test
    void bytesGrowInStepsOf1024() {
        assertEquals("1023 B", Numbers.bytes(1023));
        assertEquals("1.0 KiB", Numbers.bytes(1024));
        assertEquals("3.1 GiB", Numbers.bytes(3_350_074_490L));
    }

    @Test
    void roughNumbersAreShort() {
        assertEquals("0", Numbers.rough(0));
        assertEquals("0.004", Numbers.rough(0.004));
        assertEquals("3.2", Numbers.rough(3.21));
        assertEquals("820", Numbers.rough(820.9));
        assertEquals("4.4T", Numbers.rough(4_398_046_511_103.0));
    }

    @Test
    void agesBecomeCoarser() {
        assertEquals("0.4 s", Numbers.age(0.4));
        assertEquals("12 s", Numbers.age(12.4));
        assertEquals("2 min", Numbers.age(120));
    }

    @Test
    void timesAndLoadsHaveTwoDigitsAtTheEnd() {
        assertEquals(
                "12 d 3:04", Numbers.uptime(Duration.ofDays(12).plusHours(3).plusMinutes(4)));
        assertEquals("1,203.05", Numbers.hundredths(1203.05));
    }

    @Test
    void smallPercentagesHaveADecimal() {
        assertEquals("2.3 %", Numbers.percent(0.023));
        assertEquals("10 %", Numbers.percent(0.1));
    }
}
