"""How soon streams go on after the daemon was killed."""

import pathlib
import statistics
import subprocess
import time

import prose
from daemon import Daemon
from ledger import Ledger
from peer import Peer

STREAMS = (1, 100, 1_000)
QUICK_STREAMS = (1, 20)
# Starts at each count: of one stream a start takes less than a second, of a thousand some ten with all that is set up.
ROUNDS = {1: 11, 100: 11, 1_000: 5}
# Each stream has text for minutes at this pace, so that none ends while it is looked at: 2,400 characters, 8 at a time,
# twice a second. A thousand of them are 2,000 chunks a second, which leaves the machine time for the start.
CHARACTERS, SIZE, INTERVAL_MS = 2_400, 8, 500


def startup(context):
    """From `kill -9` to the first chunk of the next daemon, and until all streams go on."""
    for streams in context.streams(STREAMS, QUICK_STREAMS):
        rounds = 3 if context.quick else ROUNDS.get(streams, ROUNDS[100])
        starts = revivals(context, streams, rounds)
        row = {"streams": streams, "starts": rounds}
        for name in starts[0]:
            row[f"{name} ms"] = statistics.median(start[name] for start in starts) * 1e3
        row["first chunk, worst ms"] = max(start["first chunk"] for start in starts) * 1e3
        context.results.add("startup", row)


def revivals(context, streams: int, rounds: int) -> list[dict[str, float]]:
    """Kills the daemon in the middle of so many streams, and starts it again, several times."""
    found = []
    with context.scratch() as scratch:
        log = scratch / "requests.log"
        with Peer.breaking(size=SIZE, interval_ms=INTERVAL_MS, log=log) as peer:
            for number in range(rounds):
                folder = scratch / str(number)
                folder.mkdir()
                with Daemon(context.program, folder, peer.configuration(streams, "log_level: warning")) as daemon:
                    fill(daemon, number, streams)
                    with_streams(daemon, streams)
                    found.append(revival(daemon, streams, log))
    return found


def fill(daemon, number: int, streams: int):
    files = daemon.folder / "files"
    files.mkdir()
    for name in range(streams):
        text = prose.paragraph(number * 10_000 + name, CHARACTERS)
        (files / f"{name:05}.txt").write_text(f"{text}\n", encoding="utf-8")
    daemon.run("add", files, "--from", "en", "--to", "ru", stderr=subprocess.DEVNULL)


def with_streams(daemon, streams: int):
    """Until all of them have some text."""
    daemon.start()
    with Ledger(daemon.database) as ledger:
        ledger.wait(lambda: ledger.streaming() == streams, 60, 0.05)
        before = ledger.chunks()
        ledger.wait(lambda: ledger.chunks() >= before + streams, 60, 0.05)


def revival(daemon, streams: int, log: pathlib.Path) -> dict[str, float]:
    """From SIGKILL on: until the first request had come, until the first new chunk was on disk, until all stream."""
    with Ledger(daemon.database) as ledger:
        killed = time.time()
        daemon.kill()
        (chunks, attempts), gone = (ledger.chunks(), ledger.attempts()), time.time()
        requests = len(log.read_text().splitlines())
        daemon.start()
        ledger.wait(lambda: ledger.chunks() > chunks, 60)
        first = time.time()
        everything = ledger.wait(lambda: ledger.streaming(attempts) == streams, 120, 0.005)
        cpu = daemon.cpu()
    read, sent = map(float, log.read_text().splitlines()[requests].split())
    return {
        "gone": gone - killed,
        "first request": read - killed,
        "endpoint's own": sent - read,
        "first chunk": first - killed,
        "all": everything - killed,
        "CPU until all": cpu,
    }


SECTIONS = {"startup": startup}
