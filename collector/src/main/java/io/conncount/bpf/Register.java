package io.conncount.bpf;

/**
 * A register of the BPF machine, 64 bits wide. Calls take their arguments in R1 to R5, return in R0, and keep R6 to R9; R10
 * is the frame.
 */
enum Register {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10
}
