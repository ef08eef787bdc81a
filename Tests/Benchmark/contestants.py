"""Who is measured under the same load: Tolmach, the floor, and what people write in Python."""

import json
import subprocess
import time

from load import Load
from pathlib import Path
from translation import Translation
from upstream import Upstream

# An fsync for each chunk lets the Python peers take some thousands a second, whatever comes; more of the same tells no
# more.
ENOUGH = {"strongest": 10_000, "loop": 2_000}


def tolmach(context, load: Load) -> dict:
    with Translation(context, load) as translation:
        translation.begin()
        return translation.finish()


def floor(context, load: Load) -> dict:
    return _program(context, load, [context.tools.floor])


def strongest(context, load: Load) -> dict:
    load = load.shortened(ENOUGH["strongest"] // (5 if context.quick else 1))
    return _program(context, load, [context.tools.python, Path(__file__).with_name("strongest.py")])


def loop(context, load: Load) -> dict:
    load = load.shortened(ENOUGH["loop"] // (4 if context.quick else 1))
    return _program(context, load, [context.tools.python, Path(__file__).with_name("loop.py")])


def _program(context, load: Load, command: list) -> dict:
    """One that reports of itself; it counts from the first content chunk on, as the daemon is counted."""
    with (
        context.scratch() as folder,
        Upstream(context.tools.endpoint, load.streams, load.chunks, load.interval_ms) as upstream,
    ):
        command = command + ["--port", upstream.port, "--streams", load.streams, "--database", folder / "chunks.db"]
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        try:
            upstream.await_requests(60 + load.streams / 20, process)
            time.sleep(0.2)
            upstream.begin()
            said, _ = process.communicate(timeout=120 + 3 * load.seconds + load.total / 200)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        result = json.loads(said)
        sent = upstream.end()
        if result["chunks"] != load.total or sent["broken"]:
            raise RuntimeError(f"{command[0]} kept {result['chunks']} of {load.total} chunks; the endpoint says {sent}")
        return result
