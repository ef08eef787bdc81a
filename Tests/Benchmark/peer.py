"""An endpoint as a process beside the daemon, on a port of its own."""

import pathlib
import resource
import socket
import subprocess
import sys
import time


class Peer:
    """Runs while its block does. What it is called with must take `--port`."""

    def __init__(self, *command):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [*map(str, command), "--port", str(self.port)]

    @classmethod
    def breaking(cls, **options) -> "Peer":
        """The endpoint of breaking.py; `break_after=3` is its `--break-after 3`."""
        told = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        return cls(sys.executable, pathlib.Path(__file__).with_name("breaking.py"), *told)

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=many_files)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.__exit__()
        raise RuntimeError(f"nobody answers at port {self.port}: {' '.join(self.command)}")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def configuration(self, concurrency: int, more: str = "") -> str:
        """What tells a daemon of this endpoint; `more` is further lines at the top."""
        url = f"http://127.0.0.1:{self.port}/v1"
        return f"{more}\nendpoints:\n  peer: {{base_url: '{url}', model: peer, concurrency: {concurrency}}}\n"


def many_files():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
