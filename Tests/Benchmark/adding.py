"""What it takes to add a folder of many small files."""

import statistics

import prose
from cost import Cost
from daemon import Daemon

FILES = (1_000, 10_000)
QUICK_FILES = (100, 1_000)
# Of 10,000 files an add takes half a minute; three tell whether one was disturbed.
ROUNDS = 3
UNREACHED = "endpoints:\n  none: {base_url: 'http://127.0.0.1:9/v1', model: none}\n"


def add_many(context):
    """Per file it must cost the same, however many there are."""
    counts = QUICK_FILES if context.quick else FILES
    costs = {count: [] for count in counts}
    for number in range(ROUNDS):
        for count in counts:
            with context.scratch() as scratch:
                files = scratch / "files"
                files.mkdir()
                for name in range(count):
                    # A folder of a hundred each, as people have them.
                    place = files / f"{name // 100:04}"
                    place.mkdir(exist_ok=True)
                    text = prose.paragraph(number * 1_000_000 + name, 300)
                    (place / f"{name:06}.txt").write_text(f"{text}\n", encoding="utf-8")
                daemon = Daemon(context.program, scratch, UNREACHED)
                costs[count].append(Cost.of(daemon, "add", files, "--from", "en", "--to", "ru"))
    per_file = {count: statistics.median(cost.wall for cost in costs[count]) / count for count in counts}
    for count in counts:
        cpu = statistics.median(cost.cpu for cost in costs[count])
        context.results.add(
            "add_many",
            {
                "files": count,
                "s": per_file[count] * count,
                "ms a file": per_file[count] * 1e3,
                "CPU ms a file": cpu / count * 1e3,
                "peak MB": statistics.median(cost.peak for cost in costs[count]) / 1024,
                "ms a file, to the smallest": per_file[count] / per_file[counts[0]],
            },
        )


SECTIONS = {"add_many": add_many}
