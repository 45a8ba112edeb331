package io.conncount.testing.property;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.AssertionFailedError;

/** Runs a {@link Property}: instead of the one invocation of a test, as many as it asks for. */
final class PropertyExtension implements ParameterResolver, InvocationInterceptor {
    private static final long SEED = Long.getLong("conncount.test.seed", 20261126);
    private static final int SIZE_MAX = 255;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(ForAll.class);
    }

    /** What the one invocation would get that is skipped. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return arbitrary(parameter.getParameter(), context.getRequiredTestInstance())
                .next(new Random(SEED));
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) {
        invocation.skip();
        Method method = call.getExecutable();
        Object test = context.getRequiredTestInstance();
        List<? extends Arbitrary<?>> parameters = Arrays.stream(method.getParameters())
                .map(parameter -> arbitrary(parameter, test))
                .toList();
        int tries = method.getAnnotation(Property.class).tries();
        Random random = new Random(SEED ^ method.getName().hashCode());
        for (int number = 1; number <= tries; number++) {
            Object[] values =
                    parameters.stream().map(arbitrary -> arbitrary.next(random)).toArray();
            try {
                ReflectionSupport.invokeMethod(method, test, values);
            } catch (Exception | AssertionError e) {
                throw new AssertionFailedError(
                        "try " + number + " of " + tries + " with seed " + SEED + ", values "
                                + Arrays.deepToString(values) + ": " + e.getMessage(),
                        e);
            }
        }
    }

    private static Arbitrary<?> arbitrary(Parameter parameter, Object test) {
        String provider = parameter.getAnnotation(ForAll.class).value();
        if (!provider.isEmpty()) {
            return provided(provider, test);
        }
        Class<?> type = parameter.getType();
        Size size = parameter.getAnnotation(Size.class);
        int sizeMin = size == null ? 0 : size.min();
        int sizeMax = size == null ? SIZE_MAX : size.max();
        if (type == byte[].class) {
            Arbitrary<Integer> sizes = Arbitrary.integers(sizeMin, sizeMax);
            return random -> bytes(random, sizes.next(random));
        }
        if (!Collection.class.isAssignableFrom(type)) {
            return ofType(parameter, type);
        }
        AnnotatedType element =
                ((AnnotatedParameterizedType) parameter.getAnnotatedType()).getAnnotatedActualTypeArguments()[0];
        Arbitrary<?> elements = element.isAnnotationPresent(From.class)
                ? provided(element.getAnnotation(From.class).value(), test)
                : ofType(element, (Class<?>) element.getType());
        Arbitrary<? extends List<?>> lists = elements.list(sizeMin, sizeMax);
        return type == List.class ? lists : lists.map(HashSet::new);
    }

    private static Arbitrary<?> provided(String name, Object test) {
        Method method = ReflectionSupport.findMethod(test.getClass(), name).orElseThrow();
        return (Arbitrary<?>) ReflectionSupport.invokeMethod(method, test);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Arbitrary<?> ofType(AnnotatedElement where, Class<?> type) {
        if (where.isAnnotationPresent(IntRange.class)) {
            IntRange range = where.getAnnotation(IntRange.class);
            return Arbitrary.integers(range.min(), range.max());
        } else if (where.isAnnotationPresent(LongRange.class)) {
            LongRange range = where.getAnnotation(LongRange.class);
            return Arbitrary.longs(range.min(), range.max());
        } else if (where.isAnnotationPresent(DoubleRange.class)) {
            DoubleRange range = where.getAnnotation(DoubleRange.class);
            return random -> range.min() + random.nextDouble() * (range.max() - range.min());
        } else if (type == int.class || type == Integer.class) {
            return Arbitrary.integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class) {
            return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == byte.class) {
            return random -> (byte) random.nextInt();
        } else if (type == boolean.class) {
            return Random::nextBoolean;
        } else if (type == String.class) {
            return Arbitrary.texts();
        }
        throw new IllegalArgumentException("no values of " + type + " can be made");
    }
}
