"""How costs grow with the work: what doubles may double, and nothing may grow with the square of it."""

import subprocess

import prose
from cost import Cost, processor
from daemon import Daemon
from ledger import Ledger
from peer import Peer

# Text of 0.1 to 20 MB, as one `add`.
MEGABYTES, QUICK_MEGABYTES = (0.1, 0.5, 1, 5, 10, 20), (0.1, 0.5, 1)
# One segment in chunks of four characters; at one chunk a millisecond 50,000 take a minute.
CHUNKS, QUICK_CHUNKS = (12_500, 25_000, 50_000), (1_000, 2_000)
FOLLOWED = (6_000, 12_000, 24_000)
RESUMES, QUICK_RESUMES = (125, 250, 500), (10, 20, 40)
SEGMENTS, QUICK_SEGMENTS = (5_000, 10_000, 20_000), (200, 400)
# Characters of each attempt's text: a few words, of which the last may be torn.
BETWEEN_BREAKS = 24
# As much as the configuration takes: the whole document is one segment.
ONE_SEGMENT = "log_level: warning\nsegment_tokens: 100000\nretry: {base: 1ms, cap: 1ms}"
# The smallest that it takes, and paragraphs of which no two fit into it.
SMALL_SEGMENTS, PARAGRAPH = "log_level: warning\nsegment_size: 100", 80


def document_size(context):
    """What an `add` takes, by the document's size."""
    for megabytes in QUICK_MEGABYTES if context.quick else MEGABYTES:
        with context.scratch() as scratch:
            document = scratch / "book.txt"
            document.write_text(prose.document(1, int(megabytes * 1e6 / 602), 600), encoding="utf-8")
            size = document.stat().st_size / 1e6
            daemon = Daemon(context.program, scratch, "log_level: warning\n")
            cost = Cost.of(daemon, "add", document, "--from", "en", "--to", "ru")
            with Ledger(daemon.database) as ledger:
                segments = ledger.value("SELECT segments FROM jobs")
            row = {"MB": size, "segments": segments, "s": cost.wall, "CPU s": cost.cpu, "peak MB": cost.peak / 1024}
            context.results.add("document size", row | {"CPU s a MB": cost.cpu / size})


def long_segment(context):
    """One segment whose answer comes in more and more chunks."""
    for chunks in QUICK_CHUNKS if context.quick else CHUNKS:
        run = Run(context, ONE_SEGMENT, prose.paragraph(1, 4 * chunks), 1)
        with Peer.breaking(size=4, interval_ms=1) as peer:
            row = {"chunks": chunks} | run.through(peer)
        context.results.add("long segment", row | {"CPU ms a chunk": row["CPU s"] / chunks * 1e3})


def many_resumes(context):
    """One segment whose answer breaks off every few words, and goes on."""
    for resumes in QUICK_RESUMES if context.quick else RESUMES:
        run = Run(context, ONE_SEGMENT, prose.paragraph(1, BETWEEN_BREAKS * resumes), 1)
        with Peer.breaking(size=BETWEEN_BREAKS // 2, break_after=2) as peer:
            row = {"resumes": resumes} | run.through(peer)
        # Each break gives back the torn word, so that there are some more.
        row["resumes"] = run.attempts - 1
        row |= {"ms a resume": row["s"] / run.attempts * 1e3, "CPU ms a resume": row["CPU s"] / run.attempts * 1e3}
        context.results.add("many resumes", row)


def many_segments(context):
    """One document of more and more segments, with small answers."""
    for segments in QUICK_SEGMENTS if context.quick else SEGMENTS:
        run = Run(context, SMALL_SEGMENTS, prose.document(1, segments, PARAGRAPH), 16)
        with Peer.breaking(size=2 * PARAGRAPH) as peer:
            row = {"segments": segments} | run.through(peer)
        row |= {"segments": run.segments, "ms a segment": row["s"] / run.segments * 1e3}
        context.results.add("many segments", row | {"CPU ms a segment": row["CPU s"] / run.segments * 1e3})


class Run:
    """One document, from `serve` to its end."""

    # Of 20,000 small segments a run takes a minute or two; what takes ten is stuck.
    LONGEST = 600

    def __init__(self, context, settings: str, text: str, concurrency: int):
        self.context, self.settings, self.text, self.concurrency = context, settings, text, concurrency
        self.attempts = self.segments = 0

    def through(self, peer: Peer) -> dict:
        configuration = peer.configuration(self.concurrency, self.settings)
        with self.context.scratch() as scratch, Daemon(self.context.program, scratch, configuration) as daemon:
            (scratch / "document.txt").write_text(self.text, encoding="utf-8")
            daemon.run("add", "document.txt", "--from", "en", "--to", "ru", "-o", "result.txt", stderr=subprocess.DEVNULL)
            with Ledger(daemon.database) as ledger:
                daemon.start()
                # From the first request on: what a start takes is another section's.
                began = ledger.wait(lambda: ledger.attempts() > 0, 30)
                before = processor(daemon.pid)
                ended = ledger.wait(lambda: ledger.completed() + ledger.failed() > 0, self.LONGEST, 0.02)
                cpu = processor(daemon.pid) - before
                if ledger.failed():
                    raise RuntimeError(ledger.value("SELECT error_message FROM jobs"))
                self.attempts, self.segments = ledger.attempts(), ledger.value("SELECT segments FROM jobs")
            row = {"s": ended - began, "CPU s": cpu, "peak MB": daemon.memory()["VmHWM"] / 1024}
            daemon.stop()
            # A fast daemon that loses text would be none.
            assert (scratch / "result.txt").read_text(encoding="utf-8") == prose.translation(self.text), "text was lost"
            return row


def followed_segment(context):
    """What `follow` takes to show one segment while it grows."""
    for chunks in QUICK_CHUNKS if context.quick else FOLLOWED:
        with context.scratch() as scratch, Peer.breaking(size=4, interval_ms=1) as peer:
            with Daemon(context.program, scratch, peer.configuration(1, ONE_SEGMENT)) as daemon:
                (scratch / "document.txt").write_text(prose.paragraph(1, 4 * chunks), encoding="utf-8")
                daemon.run("add", "document.txt", "--from", "en", "--to", "ru", stderr=subprocess.DEVNULL)
                daemon.start()
                cost = Cost.of(daemon, "follow", "1")
                daemon.stop()
        row = {"chunks": chunks, "s": cost.wall, "CPU s": cost.cpu, "CPU ms a chunk": cost.cpu / chunks * 1e3}
        context.results.add("followed segment", row)


SECTIONS = {
    "document_size": document_size,
    "long_segment": long_segment,
    "followed_segment": followed_segment,
    "many_resumes": many_resumes,
    "many_segments": many_segments,
}
