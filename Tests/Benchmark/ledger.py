"""A look into the queue's database beside the program, read-only and quick: nobody waits for it."""

import pathlib
import sqlite3
import time


class Ledger:
    def __init__(self, database: pathlib.Path):
        self.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def value(self, sql: str, *arguments):
        """The first column of the first row."""
        return self.connection.execute(sql, arguments).fetchone()[0]

    def chunks(self) -> int:
        """The number of the newest chunk, which only grows."""
        return self.value("SELECT coalesce(max(id), 0) FROM journal")

    def attempts(self) -> int:
        return self.value("SELECT coalesce(max(id), 0) FROM attempts")

    def completed(self) -> int:
        return self.value("SELECT coalesce(sum(jobs), 0) FROM job_counts WHERE state = 'completed'")

    def failed(self) -> int:
        return self.value("SELECT coalesce(sum(jobs), 0) FROM job_counts WHERE state = 'failed'")

    def streaming(self, since: int = 0) -> int:
        """Attempts behind a number that have had text and have not ended."""
        return self.value(
            "SELECT count(*) FROM attempts INDEXED BY attempts_live WHERE ended_at IS NULL AND first_text_at IS NOT NULL AND id > ?",
            since,
        )

    def wait(self, fact, seconds: float, every: float = 0.001) -> float:
        """Asks until it is so; when that was, in seconds since 1970."""
        end = time.monotonic() + seconds
        while not fact():
            if time.monotonic() > end:
                raise RuntimeError(f"not within {seconds:g} s")
            time.sleep(every)
        return time.time()
