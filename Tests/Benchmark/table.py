"""Results: rows in sections, written as JSON for programs and as Markdown tables for people."""

import datetime
import json
import os
import pathlib
import platform


class Results:
    """What was measured so far.

    Every row is a dictionary; the columns of a section are all keys of its rows, in order.
    """

    def __init__(self, folder: pathlib.Path | None = None):
        """With a folder, what is there is written after every row, so that a run that is broken off leaves its rows."""
        self.folder = folder
        self.sections: dict[str, list[dict]] = {}
        self.notes: dict[str, list[str]] = {}
        self.machine = machine()

    def add(self, section: str, row: dict):
        self.sections.setdefault(section, []).append(row)
        self._write()

    def note(self, section: str, sentence: str):
        """A sentence below the section's table: what was counted, and what not."""
        self.notes.setdefault(section, []).append(sentence)
        self._write()

    def json(self) -> str:
        whole = {"machine": self.machine, "sections": self.sections, "notes": self.notes}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def markdown(self, section: str | None = None) -> str:
        """All sections, or one, as tables."""
        names = [section] if section else list(self.sections)
        parts = [] if section else [", ".join(f"{name}: {value}" for name, value in self.machine.items()) + "\n"]
        for name in names:
            parts.append(f"## {name}\n\n{table(self.sections.get(name, []))}")
            parts += [f"{sentence}\n" for sentence in self.notes.get(name, [])]
        return "\n".join(parts)

    def _write(self):
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "results.json").write_text(self.json(), encoding="utf-8")
            (self.folder / "results.md").write_text(self.markdown(), encoding="utf-8")


def table(rows: list[dict]) -> str:
    """A Markdown table whose columns line up; numbers stand to the right."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        return "(no rows)\n"
    cells = [[shown(row.get(name)) for name in columns] for row in rows]
    right = [any(isinstance(row.get(name), (int, float)) for row in rows) for name in columns]
    widths = [max(3, len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(columns)]

    def line(values):
        padded = (v.rjust(w) if r else v.ljust(w) for v, w, r in zip(values, widths, right))
        return "| " + " | ".join(padded) + " |\n"

    rule = "| " + " | ".join("-" * (w - 1) + ":" if r else "-" * w for w, r in zip(widths, right)) + " |\n"
    return line(columns) + rule + "".join(map(line, cells))


def shown(value) -> str:
    """A value as people read it: three figures that count, thousands apart, a dash for what was not measured."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def machine() -> dict[str, str]:
    """Where it was measured: figures of different machines are not to be compared."""
    model = "unknown"
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "processor": model,
        "cores": str(os.cpu_count()),
        "kernel": platform.release(),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }
