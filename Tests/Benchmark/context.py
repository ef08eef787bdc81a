"""What every section is given."""

import contextlib
import pathlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

from table import Results
from tools import CACHE, Tools


@dataclass
class Context:
    program: pathlib.Path
    quick: bool
    results: Results
    tools: Tools
    # The numbers of streams that were asked for, instead of a section's own.
    asked: tuple[int, ...] = ()

    def streams(self, usual: tuple[int, ...], quick: tuple[int, ...]) -> tuple[int, ...]:
        return self.asked or (quick if self.quick else usual)

    @contextlib.contextmanager
    def scratch(self):
        """A folder of its own on a real disk, gone afterwards: an fsync costs nothing where there is none."""
        CACHE.mkdir(parents=True, exist_ok=True)
        asked = subprocess.run(["stat", "-f", "-c", "%T", CACHE], stdout=subprocess.PIPE, text=True, check=True)
        kind = asked.stdout.strip()
        if kind in ("tmpfs", "ramfs"):
            raise RuntimeError(f"{CACHE} lies in memory ({kind}); set XDG_CACHE_HOME to a folder on a disk")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="scratch-", dir=CACHE))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
