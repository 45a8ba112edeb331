package io.conncount.sampler;

import java.io.IOException;

/** There is no sample, and it was not the kernel that refused one. The message says why. */
public final class SamplerException extends IOException {
    private static final long serialVersionUID = 1;

    SamplerException(String message) {
        super(message);
    }

    SamplerException(String message, Throwable cause) {
        super(message, cause);
    }
}
