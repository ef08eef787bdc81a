"""The program under measurement, as a process of its own, and what the kernel says of it."""

import os
import pathlib
import signal
import subprocess
import time
from typing import Callable

from cost import processor
from peer import many_files

# A stop that takes longer than this is a defect; the program itself promises one second.
STOPPING = 60


class Daemon:
    """The real program on a queue of its own, and what the kernel says of it."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, configuration: str):
        """`folder` holds everything: config.yaml (written here), tolmach.db, daemon.log.

        `configuration` names no database.
        """
        self.program = pathlib.Path(program).resolve()
        self.folder = pathlib.Path(folder)
        self.database = self.folder / "tolmach.db"
        self.log = self.folder / "daemon.log"
        self.process: subprocess.Popen | None = None
        file = self.folder / "config.yaml"
        file.write_text(configuration, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOLMACH_", "OPENAI_"))}
        self.environment = kept | {"TOLMACH_CONFIG": str(file), "TOLMACH_DATABASE": str(self.database)}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self):
        """Starts `serve`, its log appended to `daemon.log`. Says nothing of when it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve"],
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=many_files,
            )

    def stop(self) -> float:
        """SIGTERM; how many seconds it took to be gone. Raises where it ended with anything but 0."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOPPING)
        seconds = time.monotonic() - started
        if code != 0:
            raise RuntimeError(f"the daemon ended with {code} after SIGTERM\n{self.last_words()}")
        return seconds

    def kill(self):
        """SIGKILL, and waits until it is gone."""
        self.process.kill()
        self.process.wait()

    def run(self, *arguments, **options) -> subprocess.CompletedProcess:
        """One of the program's other verbs on the same queue."""
        usual = {"env": self.environment, "cwd": self.folder, "check": True, "stdout": subprocess.PIPE, "text": True}
        return subprocess.run([self.program, *map(str, arguments)], **usual | options)

    def cpu(self) -> float:
        """Seconds of user and system time so far, of all its threads."""
        return processor(self.pid)

    def memory(self) -> dict[str, int]:
        """KiB: what it holds now, the most that it ever held, and what of the first no file backs."""
        lines = dict(line.split(":", 1) for line in self._proc("status").splitlines())
        return {name: int(lines[name].split()[0]) for name in ("VmRSS", "VmHWM", "RssAnon")}

    def written(self) -> int:
        """Bytes that it has handed to the block device so far."""
        lines = dict(line.split(": ", 1) for line in self._proc("io").splitlines())
        return int(lines["write_bytes"])

    def metrics(self) -> dict[str, float]:
        """`status --prometheus`; the key is the sample's name with its labels, as printed."""
        samples = {}
        # status ends with 1 where something is wrong, which the figures themselves say better.
        for line in self.run("status", "--prometheus", check=False).stdout.splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                samples[name] = float(value)
        return samples

    def await_(self, what: str, fact: Callable[[], bool], seconds: float):
        """Asks again and again until it is so; raises with what was waited for."""
        end = time.monotonic() + seconds
        while not fact():
            if self.process and self.process.poll() is not None:
                code = self.process.returncode
                raise RuntimeError(f"the daemon ended with {code} before {what}\n{self.last_words()}")
            if time.monotonic() > end:
                raise RuntimeError(f"not within {seconds:g} s: {what}\n{self.last_words()}")
            time.sleep(0.05)

    def last_words(self, lines: int = 20) -> str:
        """The end of its log, for an error's message."""
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _proc(self, name: str) -> str:
        return pathlib.Path(f"/proc/{self.pid}/{name}").read_text(encoding="utf-8")
