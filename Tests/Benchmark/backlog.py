"""What a queue of a million jobs makes slower: the verbs, as whole processes, and the daemon's own claims.

(Not called queue.py: Python's library has a module of that name.)
"""

import contextlib
import statistics
import time

import prose
from cost import Cost, processor
from crowd import complete, crowd
from daemon import Daemon
from ledger import Ledger
from peer import Peer

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000)
# Alternating, so that whatever else the machine does falls on all sizes alike; the median of so many is what is told.
ROUNDS, QUICK_ROUNDS = 21, 5
# By the milliseconds between the 20 chunks of an answer: the jobs with which the daemon warms up, and those behind them
# whose time is taken. At once, as many as the daemon can: then work that is done for many jobs together is cheap for
# each. Five jobs a second, as models answer: each bears all that its end sets off.
PACES = {0: (20, 150), 10: (5, 25)}
STARTS = 3
# Seconds that are waited for either of the two; then it is told of those that were done by then.
LONGEST = 30


def queue(context):
    """Verbs and claims at each size, and how they stand to those at the smallest."""
    sizes = QUICK_SIZES if context.quick else SIZES
    with context.scratch() as scratch:
        daemons = {}
        for size in sizes:
            folder = scratch / f"queue-{size}"
            folder.mkdir()
            daemon = daemons[size] = Daemon(context.program, folder, "log_level: warning\n")
            began = time.monotonic()
            crowd(daemon, size)
            size_mb = daemon.database.stat().st_size / 1e6
            context.results.note("queue", f"{size:,} jobs: {size_mb:,.0f} MB, made in {time.monotonic() - began:.0f} s")
        verbs(context, daemons, "queue")
        claims(context, daemons)


def history(context):
    """The same verbs where the jobs have all ended, and each has written a file."""
    with context.scratch() as scratch:
        daemons = {}
        for size in QUICK_SIZES if context.quick else (1_000, 100_000):
            folder = scratch / f"history-{size}"
            folder.mkdir()
            daemon = daemons[size] = Daemon(context.program, folder, "log_level: warning\n")
            crowd(daemon, size)
            complete(daemon)
        verbs(context, daemons, "history")


def verbs(context, daemons: dict, section: str):
    """Each verb as a process of its own, at all sizes."""
    with contextlib.ExitStack() as looking:
        # As beside a daemon: where a verb is alone with the queue, SQLite empties and removes the log when it ends, and
        # makes it again for the next, which costs four syncs.
        for daemon in daemons.values():
            looking.enter_context(Ledger(daemon.database)).chunks()
        timed(context, daemons, section)


def timed(context, daemons: dict, section: str):
    rounds = QUICK_ROUNDS if context.quick else ROUNDS
    costs: dict[str, dict[int, list[Cost]]] = {}
    for number in range(rounds + 1):
        documents = {}
        for size, daemon in daemons.items():
            documents[size] = daemon.folder / f"new-{number}.txt"
            documents[size].write_text(f"New {number}. " + prose.paragraph(number, 200) + "\n", encoding="utf-8")
        for name in calls(section, None, 1):
            # The sizes directly after one another, each time in another order.
            for size in sorted(daemons, reverse=number % 2 == 1):
                found = Cost.of(daemons[size], *calls(section, documents[size], size)[name], watched=False)
                if number:  # the first round finds the file not yet in memory
                    costs.setdefault(name, {}).setdefault(size, []).append(found)
    for name, of_size in costs.items():
        walls = {size: statistics.median(cost.wall for cost in found) for size, found in of_size.items()}
        cpus = {size: statistics.median(cost.cpu for cost in found) for size, found in of_size.items()}
        for size in sorted(of_size):
            row = {"verb": name, "jobs": size, "median ms": walls[size] * 1e3}
            row["worst ms"] = max(cost.wall for cost in of_size[size]) * 1e3
            row |= {"CPU ms": cpus[size] * 1e3, "runs": rounds}
            row["to the smallest"] = walls[size] / walls[min(walls)]
            context.results.add(section, row | {"CPU, to the smallest": cpus[size] / cpus[min(cpus)]})


def calls(section: str, document, size: int) -> dict[str, list]:
    middle = str(size // 2)
    common = {
        "--version": ["--version"],  # what any process of the program takes
        "add": ["add", document, "--from", "en", "--to", "ru"],
        "status": ["status"],
        "status --prometheus": ["status", "--prometheus"],
        "list": ["list"],
        "list --state queued": ["list", "--state", "queued"],
        "list --name": ["list", "--name", "nobody"],  # looks at every job: no target
        "show": ["show", middle],
    }
    if section == "history":
        return common | {"get": ["get", middle], "prune --dry-run": ["prune", "--dry-run"]}
    return common | {"pause": ["pause", middle], "resume": ["resume", middle]}


def claims(context, daemons: dict):
    """Jobs from their claim to their end, one at a time, so that nothing hides what a claim takes."""
    for pace in PACES:
        found: dict[int, list[tuple[float, float]]] = {size: [] for size in daemons}
        with Peer(context.tools.endpoint, "--chunks", 20, "--interval-ms", pace) as peer:
            for _ in range(1 if context.quick else STARTS):
                for size, daemon in daemons.items():
                    configuration = peer.configuration(1, "log_level: warning")
                    found[size].append(claim(Daemon(context.program, daemon.folder, configuration), *PACES[pace]))
        first = statistics.median(cpu for _, cpu in found[min(daemons)])
        for size, pairs in found.items():
            seconds, cpu = (statistics.median(column) for column in zip(*pairs))
            row = {"answers within ms": 20 * pace, "jobs": size, "ms a job": seconds * 1e3, "CPU ms a job": cpu * 1e3}
            context.results.add("claim", row | {"CPU, to the smallest": cpu / first, "starts": len(pairs)})


def claim(daemon, warming: int, jobs: int) -> tuple[float, float]:
    """Seconds, and seconds of processor, that a job takes."""
    with daemon, Ledger(daemon.database) as ledger:
        daemon.start()
        there = ledger.completed()
        marks = []
        for count in (warming, warming + jobs):
            end = time.monotonic() + LONGEST
            ledger.wait(lambda: ledger.completed() >= there + count or time.monotonic() > end, 2 * LONGEST)
            marks.append((time.monotonic(), processor(daemon.pid), ledger.completed()))
        assert ledger.failed() == 0, "answers were turned down"
        daemon.stop()
    (began, before, first), (ended, after, last) = marks
    assert last > first, f"not one job in {LONGEST} s"
    return (ended - began) / (last - first), (after - before) / (last - first)


SECTIONS = {"queue": queue, "history": history}
