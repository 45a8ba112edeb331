package io.conncount.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.tui.view.CountGrid.Curve;
import org.junit.jupiter.api.Test;

/** Curves begin at zero and end at the right. */
class CurveTest {
    @Test
    void smallChangeOfALargeNumberLooksSmall() {
        assertEquals("█████", Curve.of(new long[] {2918, 2918, 2917, 2918, 2918}, 5, true));
    }

    @Test
    void outageLooksLikeOne() {
        assertEquals("██▁█", Curve.of(new long[] {2918, 2918, 0, 2918}, 4, true));
    }

    @Test
    void steadyNumbersAreALine() {
        assertEquals("███", Curve.of(new long[] {2918, 2918, 2918}, 3, true));
        assertEquals("▁▁▁", Curve.of(new long[] {0, 0, 0}, 3, true));
    }

    @Test
    void latestNumberStandsAtTheRight() {
        assertEquals("   ▅█", Curve.of(new long[] {5, 10}, 5, true));
        assertEquals("=#", Curve.of(new long[] {0, 0, 5, 10}, 2, false));
    }
}
