"""Queues of any length, as the program itself would have made them: a few jobs are added by it, and their rows multiplied.

A million calls of `add` would take eight hours. Each copy has a document, a file and a number of its own; the languages,
priorities and sizes are those of the jobs that were added, and two jobs (two languages) share each document.
"""

import hashlib
import json
import sqlite3
import subprocess

import prose

# Stands in every file's name and text, and is counted up in the copies.
MARK = "000000000"
PRIORITIES = (0, 0, 0, 5, -5)
LANGUAGES = ("ru", "uk")


def crowd(daemon, jobs: int, *options, after: str | None = None):
    """Fills the queue of a `Daemon` that does not run, up to `jobs`.

    `options` go to each `add`; `after` is a verb that is then called with all jobs' numbers, as `pause`.
    """
    folder = daemon.folder / "crowd"
    folder.mkdir()
    for number, priority in enumerate(PRIORITIES):
        file = folder / f"{number}-{MARK}.txt"
        file.write_text(f"Letter {MARK}. " + prose.paragraph(number, 60 + 40 * number) + "\n", encoding="utf-8")
        daemon.run("add", file, "--from", "en", "--to", ",".join(LANGUAGES), f"--priority={priority}", *options, stderr=subprocess.DEVNULL)
    if after:
        daemon.run(after, f"1-{len(PRIORITIES) * len(LANGUAGES)}")
    connection = sqlite3.connect(daemon.database, isolation_level=None)
    try:
        # No other process is there, and a queue that was not finished is made again: nothing need be synced.
        for order in ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000", "BEGIN"):
            connection.execute(order)
        multiply(connection, jobs)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        check(connection)
    finally:
        connection.close()


def multiply(connection: sqlite3.Connection, jobs: int):
    connection.row_factory = sqlite3.Row
    documents = connection.execute("SELECT * FROM documents ORDER BY id").fetchall()
    models = {row["id"]: [] for row in documents}
    for job in connection.execute("SELECT * FROM jobs ORDER BY id").fetchall():
        segments = connection.execute("SELECT * FROM segments WHERE job_id = ? ORDER BY id", (job["id"],)).fetchall()
        assert identity(job, documents[job["document_id"] - 1]["sha256"]) == job["identity"], "the identity is made otherwise now"
        models[job["document_id"]].append((job, segments))
    there = len(documents) * len(LANGUAGES)
    job_id, segment_id = there, connection.execute("SELECT max(id) FROM segments").fetchone()[0]
    document_id = len(documents)
    rows = {"documents": [], "jobs": [], "segments": []}
    while job_id < jobs:
        model = documents[document_id % len(documents)]
        document_id += 1
        number = f"{document_id:0{len(MARK)}}"
        data = model["bytes"].replace(MARK.encode(), number.encode())
        document = dict(model) | {"id": document_id, "bytes": data, "sha256": hashlib.sha256(data).digest()}
        rows["documents"].append(tuple(document.values()))
        for job, segments in models[model["id"]]:
            job_id += 1
            copy = dict(job) | {"id": job_id, "document_id": document_id, "identity": identity(job, document["sha256"])}
            copy["created_at"] += document_id
            copy |= {name: job[name].replace(MARK, number) for name in ("name", "path")}
            rows["jobs"].append(tuple(copy.values()))
            for segment in segments:
                segment_id += 1
                text = segment["source"].replace(MARK, number)
                rows["segments"].append(tuple((dict(segment) | {"id": segment_id, "job_id": job_id, "source": text}).values()))
        if len(rows["jobs"]) >= 10_000 or job_id >= jobs:
            for table, values in rows.items():
                if values:
                    connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(values[0]))})", values)
                    values.clear()


def complete(daemon):
    """Makes all jobs of a `Daemon` that does not run completed ones, each with a file that it has written."""
    connection = sqlite3.connect(daemon.database, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute("UPDATE segments SET state = 'done', text = source")
        connection.execute(
            """
            UPDATE jobs SET segments_done = segments, characters_done = characters, state = 'completed',
                finished_at = created_at, output_path = coalesce(path, name) || '.' || target_language
            """
        )
        connection.execute(
            "INSERT INTO outputs (path, sha256, job_id, written_at) SELECT output_path, randomblob(32), id, finished_at FROM jobs"
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def identity(job: sqlite3.Row, document: bytes) -> bytes:
    """What makes a repeated `add` the same job (NewJob.identity), for jobs without glossary, temperature and output."""
    fields = [job["format"], job["source_language"], job["target_language"], job["endpoint"], job["model"], job["instructions"], None, None]
    told = json.dumps(fields, separators=(",", ":"))
    return hashlib.sha256(document + told.encode() + b'{"terms":[]}').digest()


def check(connection: sqlite3.Connection):
    """Whether the database is what the program would have made of so many jobs."""
    ask = lambda sql: connection.execute(sql).fetchall()
    assert ask("PRAGMA foreign_key_check") == [], "a row refers to nothing"
    assert ask("PRAGMA quick_check(1)")[0][0] == "ok"
    counted = "SELECT state, coalesce(endpoint, ''), count(*), sum(characters - characters_done) FROM jobs GROUP BY 1, 2"
    kept = "SELECT state, endpoint, jobs, characters_left FROM job_counts WHERE jobs > 0 ORDER BY 1, 2"
    assert [tuple(row) for row in ask(counted)] == [tuple(row) for row in ask(kept)], "the counts are not those of the jobs"
