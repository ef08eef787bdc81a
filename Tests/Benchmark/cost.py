"""What one call of the program takes: time, processor, memory."""

import os
import pathlib
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Cost:
    wall: float
    cpu: float
    # KiB. Read from /proc while it runs, every 5 ms: the kernel's own answer at the end (ru_maxrss) is never less than
    # what the caller held when it forked.
    peak: int

    @classmethod
    def of(cls, daemon, *arguments, watched: bool = True) -> "Cost":
        """Runs a verb on the queue of a `Daemon`, to its end. Unwatched, its memory is not asked for: what takes 20 ms is
        not to be held up by the one who looks."""
        started = time.perf_counter()
        process = subprocess.Popen(
            [daemon.program, *map(str, arguments)],
            env=daemon.environment,
            cwd=daemon.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,  # some lines at most: it never fills
        )
        peak = 0
        while watched:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, high_water(process.pid))
            time.sleep(0.005)
        else:
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        words = process.stderr.read().decode()
        process.stderr.close()
        if process.returncode:
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {words[-500:]}")
        return cls(wall, usage.ru_utime + usage.ru_stime, peak)


def high_water(pid: int) -> int:
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def processor(pid: int) -> float:
    """Seconds on a processor of all its threads, those that have ended too, to the nanosecond: the hundredths of
    /proc/PID/stat are too coarse where a minute is to cost less than 60 ms."""
    # What clock_getcpuclockid(3) makes of a process: Linux, posix-timers.h, CPUCLOCK_SCHED.
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e9
