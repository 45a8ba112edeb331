/** The daemon: samples a host and serves what it found. */
package io.conncount.exporters;
