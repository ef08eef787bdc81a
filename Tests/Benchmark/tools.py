"""What a run needs beside the program: the C parts, compiled here, and the Python peers' libraries."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "tolmach" / "benchmark"
LIBRARIES = ("openai==3.57.0", "httpx==0.28.1", "httpx-sse==0.4.3", "uvloop==0.23.0")


class Unavailable(Exception):
    """Something that must be installed before, with what to do."""


@dataclass(frozen=True)
class Tools:
    endpoint: pathlib.Path
    floor: pathlib.Path
    python: pathlib.Path

    @classmethod
    def ready(cls) -> "Tools":
        """Compiles and installs what is not there yet."""
        CACHE.mkdir(parents=True, exist_ok=True)
        return cls(_compiled("endpoint"), _compiled("floor", "-lsqlite3"), _python())


def _compiled(name: str, *libraries: str) -> pathlib.Path:
    """A program of another source has another name, so nobody runs an old one."""
    sources = sorted(HERE.glob("*.[ch]"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    program = CACHE / f"{name}-{digest}"
    if program.exists():
        return program
    if not shutil.which("cc"):
        raise Unavailable("a C compiler is missing. On Debian and Ubuntu: apt install gcc libc6-dev libsqlite3-dev")
    part = program.with_suffix(f".{os.getpid()}")
    command = ["cc", "-std=c11", "-O2", "-Wall", "-Wextra", HERE / f"{name}.c", *libraries, "-o", part]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Unavailable(f"{name}.c could not be compiled (libsqlite3-dev is wanted):\n{done.stderr[-1000:]}")
    part.rename(program)
    for old in set(CACHE.glob(f"{name}-*")) - {program}:
        old.unlink(missing_ok=True)
    return program


def _python() -> pathlib.Path:
    """The interpreter of a virtual environment with the peers' libraries."""
    digest = hashlib.sha256(" ".join(LIBRARIES).encode()).hexdigest()[:12]
    whole = CACHE / f"peers-{digest}"
    if whole.exists():
        return whole / "bin" / "python"
    print(f"benchmark: installing into {CACHE}, about 40 MB from PyPI:", file=sys.stderr)
    print("  openai (Apache-2.0), httpx (BSD-3-Clause), httpx-sse (MIT), uvloop (MIT or Apache-2.0)", file=sys.stderr)
    # Made under another name and renamed when it is whole, so that a run that was killed leaves nothing half done.
    part = CACHE / "peers.part"
    shutil.rmtree(part, ignore_errors=True)
    log = CACHE / "install.log"
    pip = [part / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    for command, advice in (
        ([sys.executable, "-m", "venv", part], "On Debian and Ubuntu: apt install python3-venv"),
        ([*pip, *LIBRARIES], "PyPI could not be reached, or has not got them. The next run starts over."),
    ):
        with log.open("ab") as output:
            if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode:
                raise Unavailable(f"the Python peers could not be installed, see {log}. {advice}")
    part.rename(whole)
    return whole / "bin" / "python"
