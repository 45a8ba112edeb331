/**
 * All native calls, and what else is asked of the operating system: signals, small files, names as bytes. Knows no other
 * package.
 */
package io.conncount.sys;
