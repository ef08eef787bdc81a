"""What is asked of everybody alike: so many answers at once, of so many chunks, at such a pace."""

from dataclasses import dataclass, replace

# As long a segment as the configuration takes is 100,000 tokens, of which a word of source may have three.
MOST_CHUNKS = 30_000


@dataclass(frozen=True)
class Load:
    streams: int
    chunks: int
    interval_ms: int = 0

    @property
    def total(self) -> int:
        return self.streams * self.chunks

    @property
    def seconds(self) -> float:
        """How long the answers take at the least; 0 in bulk."""
        return self.chunks * self.interval_ms / 1000

    @property
    def rate(self) -> float | None:
        """Chunks a second that come, over all streams; None in bulk."""
        return self.streams * 1000 / self.interval_ms if self.interval_ms else None

    @classmethod
    def bulk(cls, streams: int, total: int) -> "Load":
        return cls(streams, max(2, min(MOST_CHUNKS, total // streams)))

    @classmethod
    def paced(cls, streams: int, seconds: float, most: int = 25_000) -> "Load":
        """50 chunks a second each, and no more than `most` over all."""
        interval = max(20, round(streams * 1000 / most))
        return cls(streams, max(2, round(seconds * 1000 / interval)), interval)

    def shortened(self, total: int) -> "Load":
        """The same pace for no longer than so many chunks take, for those who would need minutes for all."""
        return replace(self, chunks=max(2, min(self.chunks, total // self.streams)))

    def answer(self) -> str:
        """What the endpoint says to everybody."""
        return " ".join(f"слово{number}" for number in range(self.chunks)) + "."
