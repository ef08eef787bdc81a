"""The real daemon with many answers at once: one job of one segment for each."""

import contextlib
import pathlib
import subprocess
import time

import histogram
import prose
from daemon import Daemon
from ledger import Ledger
from load import Load
from upstream import Upstream

CONFIGURATION = """\
log_level: warning
durability: full
segment_tokens: 100000
endpoints:
  benchmark:
    base_url: http://127.0.0.1:{port}/v1
    model: benchmark
    concurrency: {streams}
    first_byte_timeout: 600s
"""
# A translation must be no shorter than a third of its source and at most six times as long (in bytes, here two a
# letter).
SOURCE_CHARACTERS_A_CHUNK = 8


class Translation:
    """Jobs are added and claimed, and all requests are at the endpoint, when its block begins."""

    def __init__(self, context, load: Load):
        self.context, self.load = context, load

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(self.context.scratch())
            load = self.load
            self.upstream = stack.enter_context(
                Upstream(self.context.tools.endpoint, load.streams, load.chunks, load.interval_ms)
            )
            configuration = CONFIGURATION.format(port=self.upstream.port, streams=load.streams)
            self.daemon = stack.enter_context(Daemon(self.context.program, folder, configuration))
            self._add(folder / "files")
            self.daemon.start()
            self.upstream.await_requests(60 + load.streams / 20, self.daemon.process)
            # What claiming leaves to be done is done: leases are written, the listeners' connections are idle.
            time.sleep(1)
            self.ledger = stack.enter_context(Ledger(self.daemon.database))
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)

    def begin(self):
        self.cpu_before, self.began = self.daemon.cpu(), time.monotonic()
        self.upstream.begin()

    def sampled(self, from_: float, to: float) -> list[dict]:
        """What it holds, once a second between two times after the beginning."""
        samples = []
        while (elapsed := time.monotonic() - self.began) < to:
            if elapsed >= from_:
                samples.append(self.daemon.memory())
            time.sleep(1)
        return samples

    def finish(self) -> dict:
        """Waits until all jobs have ended, and stops the daemon.

        Raises unless all are completed, without an interruption, and with the text that the endpoint sent.
        """
        load = self.load
        limit = 120 + 3 * load.seconds + load.total / 5_000
        self.daemon.await_(f"the end of {load.streams} answers", self._are_settled, limit)
        settled_cpu, seconds = self.daemon.cpu() - self.cpu_before, time.monotonic() - self.began
        self.daemon.await_(f"the end of {load.streams} jobs", self._have_ended, limit)
        cpu, finished = self.daemon.cpu() - self.cpu_before, time.monotonic() - self.began
        upstream_cpu, peak = self.upstream.cpu(), self.daemon.memory()["VmHWM"]
        self.daemon.stop()
        # Only now has it written down all its figures.
        metrics = self.daemon.metrics()
        self._check(metrics)
        return {
            "chunks": load.total,
            "commits": _whole(metrics.get("tolmach_commit_duration_seconds_count")),
            "seconds": seconds,
            "finished_seconds": finished,
            "cpu_us_per_chunk": cpu * 1e6 / load.total,
            "settled_cpu_us_per_chunk": settled_cpu * 1e6 / load.total,
            "chunks_per_second": load.total / seconds,
            "peak_kib": peak,
            **histogram.milliseconds(metrics, "tolmach_chunk_commit_seconds"),
            "interruptions": _interruptions(metrics),
            "endpoint_cpu_us_per_chunk": upstream_cpu * 1e6 / load.total,
        }

    def _add(self, files: pathlib.Path):
        files.mkdir()
        text = prose.paragraph(0, SOURCE_CHARACTERS_A_CHUNK * self.load.chunks)
        for number in range(self.load.streams):
            # The first sentence is enough to be another document.
            (files / f"{number:05}.txt").write_text(f"This is letter number {number}. {text}\n", encoding="utf-8")
        options = ("--from", "en", "--to", "ru", "--no-memory", "--force")
        added = self.daemon.run("add", files, *options, stderr=subprocess.DEVNULL)
        assert len(added.stdout.split()) == self.load.streams, f"{len(added.stdout.split())} jobs were added"

    def _are_settled(self) -> bool:
        """Every text is whole, checked and its segment's; what is left is a commit or two for each job."""
        live = "SELECT count(*) FROM attempts INDEXED BY attempts_live WHERE ended_at IS NULL"
        return self.ledger.value(live) == 0

    def _have_ended(self) -> bool:
        failed = self.ledger.failed()
        if failed:
            raise RuntimeError(f"{failed} jobs failed\n{self.daemon.last_words()}")
        return self.ledger.completed() == self.load.streams

    def _check(self, metrics: dict[str, float]):
        """A figure counts only if everything was done that is promised."""
        streams, sent = self.load.streams, self.upstream.end()
        completed = metrics['tolmach_jobs{state="completed"}']
        interruptions = _interruptions(metrics)
        if completed != streams or interruptions or sent["answers"] != streams or sent["broken"]:
            raise RuntimeError(
                f"of {streams} jobs {completed:g} are completed, after {interruptions} interruptions; "
                f"the endpoint says {sent}\n{self.daemon.last_words()}"
            )
        text = self.daemon.run("get", streams).stdout.strip()
        if text != self.load.answer():
            raise RuntimeError(f"the text of job {streams} has {len(text)} characters, and is not the endpoint's")


def _interruptions(metrics: dict[str, float]) -> int:
    return int(sum(value for name, value in metrics.items() if name.startswith("tolmach_interruptions_total")))


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
