package io.conncount.exporters.local;

import java.util.Locale;

/** Why a caller gets no answer. */
enum Refusal {
    /** Too many ask at once: ask again in a moment. */
    BUSY,
    /** The request cannot be understood, or is of another version. */
    REQUEST,
    /** The kernel gave the daemon no answer. */
    KERNEL,
    /** The daemon itself failed; its log says more. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
