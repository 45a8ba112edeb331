/**
 * What a grouping key or a condition computes of a socket, as small trees of values: they can be compiled into a program that
 * the kernel runs.
 */
package io.conncount.expression;
