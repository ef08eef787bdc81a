"""What the two Python peers say of themselves: one JSON object with the same keys as the floor's."""

import argparse
import json
import os
import resource
import sqlite3
import time

from cost import high_water

_started = None
_cpu_before = 0.0
_arrival = 0.0
_latencies: list[float] = []


def options(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--database", required=True)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return parser.parse_args()


def database(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def arrived():
    """A content chunk was handed over by the client's library; counting begins with the first."""
    global _started, _cpu_before, _arrival
    _arrival = time.perf_counter()
    if _started is None:
        _started, _cpu_before = _arrival, time.process_time()


def committed():
    """That chunk is on disk."""
    _latencies.append(time.perf_counter() - _arrival)


def print_all():
    seconds, cpu = time.perf_counter() - _started, time.process_time() - _cpu_before
    chunks = len(_latencies)
    _latencies.sort()
    print(
        json.dumps(
            {
                "chunks": chunks,
                "rows": chunks,
                "commits": chunks,
                "seconds": round(seconds, 3),
                "cpu_us_per_chunk": round(cpu * 1e6 / chunks, 3),
                "chunks_per_second": round(chunks / seconds),
                "peak_kib": high_water(os.getpid()),
                "p50_ms": _quantile(0.5),
                "p99_ms": _quantile(0.99),
                "p99_9_ms": _quantile(0.999),
            }
        )
    )


def _quantile(share: float) -> float:
    return round(_latencies[min(len(_latencies) - 1, int(share * len(_latencies)))] * 1000, 3)
