#!/usr/bin/env python3
"""An OpenAI-compatible endpoint on loopback for the tests under systemd: paced answers, a share of failures, a log.

The translation is a function of the last user message, word by word, so that a test knows every byte beforehand; asked to
continue, it answers with the exact rest. `endpoint.py --translate FILE` prints what a file becomes.

The log has one JSON object a line: what was asked, how it ended, and a digest of the key instead of the key.
"""

import argparse
import hashlib
import http.server
import json
import random
import re
import socket
import struct
import sys
import threading
import time

ACCENTS = str.maketrans("aeiouycnszgAEIOUYCNSZG", "áéíóúýçñšžğÁÉÍÓÚÝÇÑŠŽĞ")


def translation(text):
    """The same text with accents, and the first vowel of longer words doubled; digits and punctuation stay."""

    def word(match):
        letters = match.group()
        if len(letters) >= 4:
            letters = re.sub("[aeiouAEIOU]", lambda vowel: vowel.group() + vowel.group().lower(), letters, count=1)
        return letters.translate(ACCENTS)

    return re.sub("[A-Za-z]+", word, text)


def answer(messages):
    """What is still to be said: all of the translation, or what comes after the last assistant turn."""
    turns = list(messages)
    if len(turns) > 1 and turns[-1]["role"] == "user" and turns[-2]["role"] == "assistant":
        turns.pop()
    said = turns.pop()["content"] if turns[-1]["role"] == "assistant" else ""
    whole = translation(next(turn["content"] for turn in reversed(turns) if turn["role"] == "user"))
    return (whole[len(said) :] if whole.startswith(said) else whole), len(said)


class Log:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8") if path else sys.stderr
        self.lock = threading.Lock()

    def __call__(self, **fields):
        with self.lock:
            self.file.write(json.dumps({"time": round(time.time(), 3), **fields}) + "\n")
            self.file.flush()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.whole(200, {"object": "list", "data": [{"id": "test", "object": "model"}]})

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.count += 1
            number = server.count
        # By number, not by time: the same seed fails the same requests.
        chance = random.Random(f"{server.options.seed}:{number}")
        failure = None
        if chance.random() < server.options.failures:
            failure = chance.choice(["reset", "cut", 429, 500])
        rest, said = answer(body["messages"])
        key = self.headers.get("Authorization", "")
        server.log(
            request=number, model=body.get("model"), stream=bool(body.get("stream")), said=said, failure=failure,
            key=hashlib.sha256(key.removeprefix("Bearer ").encode()).hexdigest() if key else None,
        )
        if failure in (429, 500):
            self.whole(failure, {"error": {"message": "on purpose", "type": "test"}}, {"Retry-After": "1"})
            sent, ending = 0, str(failure)
        else:
            chunks = re.findall(r"\s*\S+|\s+", rest)
            cut = chance.randrange(len(chunks) + 1) if failure else None
            sent, ending = self.stream(body, chunks, cut, failure)
        server.log(request=number, sent=sent, ended=ending)

    def whole(self, status, value, headers=None):
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", "Content-Length": len(data), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)

    def stream(self, body, chunks, cut, failure):
        sent = 0
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.event(body, {"role": "assistant", "content": ""})
            for chunk in chunks if cut is None else chunks[:cut]:
                time.sleep(1 / self.server.options.rate)
                self.event(body, {"content": chunk})
                sent += 1
            if failure == "reset":
                # Closing with a linger time of zero sends RST instead of FIN (socket(7)).
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if failure:
                self.connection.close()
                self.close_connection = True
                return sent, failure
            self.event(body, {}, finish="stop")
            self.frame("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")
            return sent, "stop"
        except OSError:
            self.close_connection = True
            return sent, "left"

    def event(self, body, delta, finish=None):
        value = {
            "id": "test", "object": "chat.completion.chunk", "created": 0, "model": body.get("model"),
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.frame(f"data: {json.dumps(value, ensure_ascii=False)}\n\n")

    def frame(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def finish(self):
        try:
            super().finish()
        except OSError:
            pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Handler)
        self.options = options
        self.lock = threading.Lock()
        self.count = 0
        self.log = Log(options.log)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9911)
    parser.add_argument("--rate", type=float, default=40, help="chunks a second, for each stream")
    parser.add_argument("--failures", type=float, default=0, help="the share of requests that fail, from 0 to 1")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--log", help="a file; default: standard error")
    parser.add_argument("--translate", metavar="FILE", help="print what a file becomes, and end")
    options = parser.parse_args()
    if options.translate:
        with open(options.translate, encoding="utf-8", newline="") as file:
            sys.stdout.buffer.write(translation(file.read()).encode())
        return
    Server(options).serve_forever()


if __name__ == "__main__":
    main()
