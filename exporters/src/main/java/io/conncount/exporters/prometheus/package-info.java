/** What Prometheus reads: metrics made of samples, in its text formats. */
package io.conncount.exporters.prometheus;
