"""The compiled endpoint as a process, whose answers begin when it is told so."""

import json
import select
import subprocess
import time

from cost import processor


class Upstream:
    """`streams` answers of `chunks` chunks each, begun together; `interval_ms` 0 sends as fast as they are read."""

    def __init__(self, program, streams: int, chunks: int, interval_ms: int):
        command = [program, "--chunks", chunks, "--interval-ms", interval_ms, "--together", streams]
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        word, port = self._line(10).split()
        assert word == "port"
        self.port = int(port)
        self.report: dict = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def await_requests(self, seconds: float, asker: subprocess.Popen):
        """Until all requests are there; raises where whoever asks has ended before."""
        end = time.monotonic() + seconds
        while not select.select([self.process.stdout], [], [], 0.1)[0]:
            if asker.poll() is not None:
                raise RuntimeError(f"who should ask ended with {asker.returncode}")
            if time.monotonic() > end:
                raise RuntimeError(f"not all requests came within {seconds:g} s")
        assert self._line(1) == "together"

    def begin(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def cpu(self) -> float:
        return processor(self.process.pid)

    def end(self) -> dict:
        """SIGTERM; what it sent and what that cost it."""
        self.process.terminate()
        self.process.wait(10)
        self.report = json.loads(self.process.stderr.read().splitlines()[-1])
        return self.report

    def _line(self, seconds: float) -> str:
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise RuntimeError("the endpoint says nothing")
        return self.process.stdout.readline().strip()
