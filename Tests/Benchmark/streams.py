"""What a chunk costs, by how many answers come at once: from the socket to the disk, with an fsync before it counts."""

import statistics

import contestants
from load import Load
from translation import Translation

STREAMS, QUICK_STREAMS = (1, 32, 256, 1_000, 5_000), (1, 32)
PACED_STREAMS = (1, 32, 256, 500, 1_000, 5_000)
# In bulk a million chunks, which take the daemon a few seconds; paced for so long.
BULK_CHUNKS, QUICK_BULK_CHUNKS = 1_000_000, 50_000
PACED_SECONDS, QUICK_PACED_SECONDS = 20, 3
ROUNDS = 3
MOST_A_SECOND = 25_000
COUNTED = (
    "CPU is user and system time of the whole process, from just before the first answer begins until the last chunk "
    "is on disk. Of Tolmach: until every job is completed; `settled` is the part until every text is checked and stored. "
    "Adding and claiming are not in it. Chunks a second are counted until then."
)


def bulk(context):
    """Processor time a chunk, and chunks a second, where answers come as fast as they are read."""
    total = QUICK_BULK_CHUNKS if context.quick else BULK_CHUNKS
    context.results.note("bulk", COUNTED)
    context.results.note("bulk", "Many chunks come with each network read; one answer has at most 30,000.")
    for streams in context.streams(STREAMS, QUICK_STREAMS):
        context.results.add("bulk", _compared(context, Load.bulk(streams, total)))


def paced(context):
    """Processor time a chunk, where every chunk comes alone, 50 a second in each answer."""
    context.results.note("paced", COUNTED)
    note = f"50 chunks a second an answer; from 1,000 answers on fewer, {MOST_A_SECOND:,} over all."
    context.results.note("paced", note)
    for load in _paced_loads(context, PACED_STREAMS):
        context.results.add("paced", _compared(context, load, rate=f"{load.rate:,.0f}/s"))


def latency(context):
    """From a chunk's arrival in the process to its commit, at the pace of `paced`."""
    context.results.note(
        "latency",
        "Milliseconds; of Tolmach interpolated in its histogram tolmach_chunk_commit_seconds, of the floor to 2 %. "
        "Of the floor it begins when the read returns; what waits in the socket during a commit is not in it.",
    )
    for load in _paced_loads(context, STREAMS):
        row = {"streams": load.streams, "rate": f"{load.rate:,.0f}/s"}
        for name in ("tolmach", "floor"):
            result = getattr(contestants, name)(context, load)
            for key, title in (("p50_ms", "p50"), ("p99_ms", "p99"), ("p99_9_ms", "p99.9")):
                row[f"{name} {title}"] = result[key]
        context.results.add("latency", row)


def held(context):
    """5,000 answers at 25,000 chunks a second for five minutes; nothing may break off."""
    streams, seconds = (500, 20) if context.quick else (5_000, 300)
    load = Load.paced(streams, seconds, MOST_A_SECOND)
    result = contestants.tolmach(context, load)
    note = "The endpoint runs on the same processors. A job that is interrupted once fails the section."
    context.results.note("held", note)
    context.results.add(
        "held",
        {
            "streams": streams,
            "seconds": result["seconds"],
            "asked chunks/s": load.rate,
            "chunks/s": result["chunks_per_second"],
            "interruptions": result["interruptions"],
            "p50 ms": result["p50_ms"],
            "p99 ms": result["p99_ms"],
            "p99.9 ms": result["p99_9_ms"],
            "CPU µs a chunk": result["cpu_us_per_chunk"],
            "endpoint's": result["endpoint_cpu_us_per_chunk"],
            "peak MB": result["peak_kib"] / 1024,
        },
    )


def memory(context):
    """What an open stream takes beyond the first hundred, while all have text."""
    # A chunk a second each; looked at when each has some, and before the first is done.
    chunks, from_, to = (15, 5, 12) if context.quick else (60, 25, 55)
    base = None
    for streams in context.streams((100, 1_000, 5_000), (100, 300)):
        with Translation(context, Load(streams, chunks, 1_000)) as translation:
            idle = translation.daemon.memory()
            translation.begin()
            samples = translation.sampled(from_, to)
            translation.finish()
        row = {"streams": streams}
        for name in ("VmRSS", "RssAnon"):
            row[f"{name} MB"] = statistics.median(sample[name] for sample in samples) / 1024
        row["VmRSS before text MB"] = idle["VmRSS"] / 1024
        row["peak MB"] = samples[-1]["VmHWM"] / 1024
        base = base or row
        beyond = streams - base["streams"]
        # Of anonymous memory: how much of the program's file is mapped depends on what the machine has read of it.
        row["KiB a stream beyond 100"] = (row["RssAnon MB"] - base["RssAnon MB"]) * 1024 / beyond if beyond else None
        context.results.add("memory", row)
    context.results.note("memory", f"A chunk a second in each answer; medians from second {from_} to second {to}.")


def _paced_loads(context, counts) -> list[Load]:
    seconds = QUICK_PACED_SECONDS if context.quick else PACED_SECONDS
    return [Load.paced(streams, seconds, MOST_A_SECOND) for streams in context.streams(counts, QUICK_STREAMS)]


def _compared(context, load: Load, **told) -> dict:
    """Everybody under one load in turn, so that whatever else the machine does falls on all alike; medians."""
    names = ["tolmach", "floor", "strongest"] + (["loop"] if load.streams == 1 else [])
    results = {name: [] for name in names}
    for _ in range(1 if context.quick else ROUNDS):
        for name in names:
            results[name].append(getattr(contestants, name)(context, load))

    def median(name: str, key: str) -> float | None:
        values = [result[key] for result in results.get(name, [])]
        return statistics.median(values) if values else None

    row = {"streams": load.streams, "chunks": load.total, **told}
    for name in ("tolmach", "floor", "strongest", "loop"):
        row[f"{name} µs"] = median(name, "cpu_us_per_chunk")
        if name == "tolmach":
            row["settled µs"] = median(name, "settled_cpu_us_per_chunk")
    row["tolmach / floor"] = row["tolmach µs"] / row["floor µs"]
    for name in ("strongest", "loop"):
        row[f"{name} / tolmach"] = row[f"{name} µs"] and row[f"{name} µs"] / row["tolmach µs"]
    for name in ("tolmach", "floor", "strongest", "loop"):
        row[f"{name} chunks/s"] = median(name, "chunks_per_second")
    row["tolmach MB"] = median("tolmach", "peak_kib") / 1024
    return row


SECTIONS = {"bulk": bulk, "paced": paced, "latency": latency, "held": held, "memory": memory}
