"""An OpenAI-compatible endpoint that translates letter for letter, at a pace, and breaks off when it is told to.

A request that brings the text so far is answered from where that ends, as a good model does. A line a request goes into
the log: when it had been read, and when its first chunk was sent, in seconds since 1970; the difference is the endpoint's
own share of what a start takes.
"""

import argparse
import asyncio
import json
import pathlib
import sys
import time

import prose

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
LOST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


class Endpoint:
    def __init__(self, size: int, interval: float, breaks_after: int, log: pathlib.Path | None):
        """Chunks of `size` characters; after `breaks_after` of them the connection is closed, unless that is 0."""
        self.size, self.interval, self.breaks_after = size, interval, breaks_after
        self.log = log.open("a", encoding="utf-8", buffering=1) if log else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            while await self.answer(await request(reader), writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the daemon was killed, or has hung up: both are what is being measured
        finally:
            writer.close()

    async def answer(self, body: dict, writer: asyncio.StreamWriter) -> bool:
        """Streams one answer; false where it broke off."""
        read = time.time()
        said = [message["content"] for message in body["messages"] if message["role"] == "assistant"]
        whole = prose.translation(next(message["content"] for message in body["messages"] if message["role"] == "user"))
        place = len(said[0]) if said else 0
        if said and not whole.startswith(said[0]):
            print("this is not the text that was sent:", said[0][-80:], file=sys.stderr, flush=True)
            writer.write(LOST)
            return True
        writer.write(HEAD)
        due, sent = time.monotonic(), 0
        for start in range(place, len(whole), self.size):
            writer.write(event({"content": whole[start : start + self.size]}, None))
            await writer.drain()
            if start == place and self.log:
                self.log.write(f"{read:.6f} {time.time():.6f}\n")
            sent += 1
            if sent == self.breaks_after and start + self.size < len(whole):
                return False
            if self.interval:
                due += self.interval
                await asyncio.sleep(max(0, due - time.monotonic()))
        writer.write(event({}, "stop") + framed(b"data: [DONE]\n\n") + b"0\r\n\r\n")
        await writer.drain()
        return True


async def request(reader: asyncio.StreamReader) -> dict:
    """The next request's body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(line.partition(":")[2] for line in head.split("\r\n") if line.startswith("content-length:"))
    return json.loads(await reader.readexactly(int(length)))


def event(delta: dict, finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    data = json.dumps({"id": "b", "object": "chat.completion.chunk", "model": "breaking", "choices": [choice]}, ensure_ascii=False)
    return framed(f"data: {data}\n\n".encode())


def framed(bytes_: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(bytes_), bytes_)


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--size", type=int, default=8, help="characters a chunk")
    parser.add_argument("--interval-ms", type=float, default=0)
    parser.add_argument("--break-after", type=int, default=0, help="chunks, after which it closes the connection")
    parser.add_argument("--log", type=pathlib.Path)
    told = parser.parse_args()
    endpoint = Endpoint(told.size, told.interval_ms / 1000, told.break_after, told.log)
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", told.port, limit=2**24, backlog=4096)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
