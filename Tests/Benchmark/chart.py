"""Draws what grows: `python3 chart.py results.json… FOLDER` makes an SVG for each curve that has rows.

Of several results, each has sections of its own; of a section that two have, the later one counts.
"""

import json
import pathlib
import sys

# Section, what stands to the right, what stands upwards, and, where a section has several curves, what tells them apart.
CURVES = (
    ("queue", "jobs", "median ms", "verb"),
    ("claim", "jobs", "CPU ms a job", "answers within ms"),
    ("document size", "MB", "CPU s", None),
    ("document size", "MB", "peak MB", None),
    ("long segment", "chunks", "CPU s", None),
    ("followed segment", "chunks", "CPU s", None),
    ("many resumes", "resumes", "CPU ms a resume", None),
    ("many segments", "segments", "CPU ms a segment", None),
    ("startup", "streams", "all ms", None),
    ("bulk", "streams", "tolmach µs", None),
    ("paced", "streams", "tolmach µs", None),
    ("memory", "streams", "RssAnon MB", None),
)
# A curve over three orders of magnitude can be read with logarithms only; of others a straight line is to look straight.
LOGARITHMIC = 500


def draw(sections: dict, folder: pathlib.Path) -> list[pathlib.Path]:
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    # The same figures are to give the same file.
    matplotlib.rcParams["svg.hashsalt"] = "tolmach"
    drawn = []
    for section, across, upwards, apart in CURVES:
        rows = [row for row in sections.get(section, []) if row.get(across) is not None and row.get(upwards) is not None]
        if len(rows) < 2:
            continue
        figure, axes = pyplot.subplots(figsize=(6, 4), layout="constrained")
        for name in dict.fromkeys(row.get(apart) for row in rows):
            points = sorted((row[across], row[upwards]) for row in rows if row.get(apart) == name)
            axes.plot(*zip(*points), marker="o", label=str(name))
        ends = [row[across] for row in rows]
        if max(ends) > LOGARITHMIC * min(ends):
            axes.set_xscale("log")
        axes.set(xlabel=across, ylabel=upwards, title=section)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        if apart:
            axes.legend(fontsize="small")
        file = folder / f"{section} {upwards}.svg".replace(" ", "-").replace("µ", "u")
        figure.savefig(file, metadata={"Date": None})
        pyplot.close(figure)
        drawn.append(file)
    return drawn


if __name__ == "__main__":
    *sources, target = map(pathlib.Path, sys.argv[1:])
    sections = {}
    for source in sources:
        sections |= json.loads(source.read_text(encoding="utf-8"))["sections"]
    target.mkdir(parents=True, exist_ok=True)
    for file in draw(sections, target):
        print(file)
