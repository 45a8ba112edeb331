package io.conncount.testing.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a parameter of a {@link Property}. Annotations nested here narrow what values it takes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ForAll {
    /** The method of the test class, without parameters, that returns the {@link Arbitrary}; empty to go by the type. */
    String value() default "";
}
