"""Quantiles of a histogram of Prometheus, as its own `histogram_quantile` takes them."""

import re


def quantile(samples: dict[str, float], name: str, share: float) -> float | None:
    """In the histogram's own unit; None where it is not there or empty.

    Inside a bucket it is taken for even; in the last, which has no upper bound, it is the bound below.
    """
    buckets = []
    for sample, count in samples.items():
        match = re.fullmatch(re.escape(name) + r'_bucket\{(?:.*,)?le="([^"]+)"\}', sample)
        if match:
            buckets.append((float(match[1].replace("+Inf", "inf")), count))
    buckets.sort()
    if not buckets or not buckets[-1][1]:
        return None
    wanted = share * buckets[-1][1]
    below, seen = 0.0, 0.0
    for bound, count in buckets:
        if count >= wanted and count > seen:
            if bound == float("inf"):
                return below
            return below + (bound - below) * (wanted - seen) / (count - seen)
        below, seen = bound, count
    return below


def milliseconds(samples: dict[str, float], name: str) -> dict[str, float | None]:
    """p50, p99 and p99.9 of a histogram in seconds, under the names that the peers use."""
    shares = {"p50_ms": 0.5, "p99_ms": 0.99, "p99_9_ms": 0.999}
    found = {key: quantile(samples, name, share) for key, share in shares.items()}
    return {key: None if value is None else value * 1000 for key, value in found.items()}
