package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A timeline on screens of any width. */
class CourseTest {
    private static final long[] LEAST = {5, 5, Course.MISSING, 1, 5, 5};
    private static final long[] MOST = {5, 9, Course.MISSING, 7, 5, 5};

    private static Course at(double place) {
        return new Course(Instant.EPOCH, Instant.EPOCH.plusSeconds(6), LEAST, MOST, place);
    }

    @Test
    void spikeIsInAColumnHoweverFewThereAre() {
        assertArrayEquals(new long[] {9, 7}, at(0).most(2));
        assertArrayEquals(new long[] {5, 1}, at(0).least(2));
        for (int columns = 1; columns < 20; columns++) {
            assertEquals(9, Arrays.stream(at(0).most(columns)).max().orElseThrow());
        }
    }

    @Test
    void whatWasNotRecordedIsNotZero() {
        assertEquals(Course.MISSING, at(0).most(6)[2]);
        assertEquals(Course.MISSING, at(0).most(12)[4]);
    }

    @Test
    void momentIsInAColumn() {
        assertEquals(0, at(0).column(80));
        assertEquals(40, at(0.5).column(80));
        assertEquals(79, at(1).column(80));
    }
}
