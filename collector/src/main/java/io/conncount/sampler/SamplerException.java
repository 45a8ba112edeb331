package io.conncount.sampler;

import java.io.IOException;

/** There is no sample, for a reason other than a refusal by the kernel. The message says why. */
public final class SamplerException extends IOException {
    private static final long serialVersionUID = 1;

    SamplerException(String message) {
        super(message);
    }

    SamplerException(String message, Throwable cause) {
        super(message, cause);
    }
}
