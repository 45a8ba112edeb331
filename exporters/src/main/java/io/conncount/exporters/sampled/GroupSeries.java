package io.conncount.exporters.sampled;

import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;

/** A grouping that is exported, and its samples. */
public record GroupSeries(GroupSpec spec, Series<Snapshot> series) {}
