"""The strongest Python that a user would write: uvloop, httpx and httpx-sse, all answers at once, a row for each chunk.

Every chunk is a transaction, as anybody has it who opens a database and inserts: autocommit, with an fsync for each.

    strongest.py --port N --streams N --database FILE
"""

import asyncio
import json

import httpx
import report
import uvloop
from httpx_sse import aconnect_sse

options = report.options(__doc__)
database = report.database(options.database)
database.execute("CREATE TABLE chunks(id INTEGER PRIMARY KEY, job INTEGER NOT NULL, text TEXT NOT NULL)")
url = f"http://127.0.0.1:{options.port}/v1/chat/completions"
body = {
    "model": "benchmark",
    "messages": [
        {"role": "system", "content": "Translate to Russian. Output only the translation."},
        {"role": "user", "content": "A short text."},
    ],
    "stream": True,
}


async def translate(client, job):
    async with aconnect_sse(client, "POST", url, json=body) as source:
        async for event in source.aiter_sse():
            if event.data == "[DONE]":
                return
            choices = json.loads(event.data)["choices"]
            text = choices and choices[0]["delta"].get("content")
            if text:
                report.arrived()
                database.execute("INSERT INTO chunks(job, text) VALUES (?, ?)", (job, text))
                report.committed()
    raise RuntimeError("an answer broke off")


async def main():
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=600, limits=limits, trust_env=False) as client:
        await asyncio.gather(*[translate(client, job) for job in range(options.streams)])


uvloop.run(main())
report.print_all()
