/** Hosts in files: writes down what a kernel answered, and gives it back to the same decoder. */
package io.conncount.source.recording;
