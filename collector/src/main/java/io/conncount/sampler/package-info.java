/**
 * Takes samples of several things in one thread, within a budget of processor time and a deadline. May use {@code sys}.
 */
package io.conncount.sampler;
