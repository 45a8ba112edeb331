package io.conncount.sampler;

import io.conncount.sys.KernelException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one try: a sample, complete or not, or a failure.
 *
 * @param failure a {@link KernelException} or a {@link SamplerException}
 * @param cpu the processor time that it took either way
 */
record Attempt<T>(Optional<Sample<T>> sample, Optional<IOException> failure, Duration cpu) {
    /** The sample. */
    Sample<T> get() throws KernelException, SamplerException {
        if (sample.isPresent()) {
            return sample.get();
        }
        if (failure.isPresent() && failure.get() instanceof KernelException refused) {
            throw refused;
        }
        throw new SamplerException(reason().orElse("no sample was taken"), failure.orElse(null));
    }

    /** Why there is no sample, or it may be incomplete. */
    Optional<String> reason() {
        return failure.isPresent() ? failure.map(IOException::getMessage) : sample.flatMap(Sample::fault);
    }
}
