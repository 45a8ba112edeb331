/** The daemon's samples and its numbers about itself; the only source of metrics and pages. */
package io.conncount.exporters.sampled;
