package io.conncount.testing.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that must hold for all values of its parameters, each marked {@link ForAll}; it is tried with many. The values
 * follow from a seed that is the same in every run, unless {@code -Dconncount.test.seed=NUMBER} gives another.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
@ExtendWith(PropertyExtension.class)
public @interface Property {
    /** How many times it is tried. */
    int tries() default 1000;
}
