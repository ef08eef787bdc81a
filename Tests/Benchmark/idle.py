"""What a daemon costs that has nothing to do."""

import pathlib
import time

import cost
from crowd import crowd
from daemon import Daemon

JOBS, QUICK_JOBS = 100_000, 1_000
SECONDS, QUICK_SECONDS = 60, 12
# The start itself is no idleness, with what it writes; what comes later is counted, such as the first turn at 10 s.
SETTLING = 5
UNREACHED = "log_level: warning\nendpoints:\n  none: {base_url: 'http://127.0.0.1:9/v1', model: none}\n"


def idle(context):
    """Processor, writes and wake-ups of a daemon that has nothing to do."""
    jobs = QUICK_JOBS if context.quick else JOBS
    seconds = QUICK_SECONDS if context.quick else SECONDS
    ways = {
        "empty queue": None,
        f"{jobs:,} jobs of next century": (("--at", "2100-01-01T00:00"), None),
        f"{jobs:,} paused jobs": ((), "pause"),
    }
    for name, way in ways.items():
        with context.scratch() as scratch, Daemon(context.program, scratch, UNREACHED) as daemon:
            if way:
                options, after = way
                crowd(daemon, jobs, *options, after=after)
            daemon.start()
            time.sleep(SETTLING)
            before = (time.monotonic(), cost.processor(daemon.pid), daemon.written(), switches(daemon.pid))
            time.sleep(seconds)
            after = (time.monotonic(), cost.processor(daemon.pid), daemon.written(), switches(daemon.pid))
            elapsed, cpu, written, woken = (b - a for a, b in zip(before, after))
            context.results.add(
                "idle",
                {
                    "queue": name,
                    "s": elapsed,
                    "CPU % of a core": 100 * cpu / elapsed,
                    "written bytes": int(written),
                    "wake-ups a second": woken / elapsed,
                    "memory MB": daemon.memory()["VmRSS"] / 1024,
                },
            )
            daemon.stop()


def switches(pid: int) -> int:
    """How often its threads have gone to sleep: each time something had woken them."""
    count = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                count += int(line.split()[1])
    return count


SECTIONS = {"idle": idle}
