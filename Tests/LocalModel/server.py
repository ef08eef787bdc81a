"""Serves one GGUF model through llama.cpp's server, on loopback, until it is told to end.

Started by `serve`, with the Python that it installed. Prints one line on standard output once the model answers:
the base URL and the model's name. Everything else goes to standard error.
"""

import argparse
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

READY_WITHIN_SECONDS = 120


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--file", required=True, type=pathlib.Path)
    parser.add_argument("--template", type=pathlib.Path)
    parser.add_argument("--stop", action="append", default=[])
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--slots", required=True, type=int)
    parser.add_argument("--threads", required=True, type=int)
    parser.add_argument("command", nargs="*", help="run once the model answers")
    return parser.parse_args()


def refuse_a_used_port(port):
    """Says so before the model is loaded; the server itself would only end with a long log."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"serve: port {port} cannot be used: {error.strerror}. Choose another with --port.")


def leave_stdout_to_us():
    """llama.cpp writes on file descriptor 1 too; it gets standard error in its place."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return ours


def parameters(xllamacpp, chosen):
    params = xllamacpp.CommonParams()
    params.model.path = str(chosen.file)
    params.model_alias = {chosen.name}
    if chosen.template:
        params.chat_template = chosen.template.read_text(encoding="utf-8")
        params.antiprompt = chosen.stop
    params.hostnames = ["127.0.0.1"]
    params.port = chosen.port
    params.n_parallel = chosen.slots
    params.n_ctx = 2048 * chosen.slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = chosen.threads
    params.n_threads_http = chosen.slots + 4
    params.n_gpu_layers = 0
    params.offline = True
    params.ui = False
    params.prefill_assistant = True
    return params


def wait_until_it_answers(url):
    """Not when the port is open but when a token has come: until the model is loaded, the answer is 503."""
    body = json.dumps({"messages": [{"role": "user", "content": "One."}], "max_tokens": 1}).encode()
    request = urllib.request.Request(url + "/chat/completions", body, {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + READY_WITHIN_SECONDS
    problem = "no answer"
    while time.monotonic() < end:
        try:
            with direct.open(request, timeout=READY_WITHIN_SECONDS) as answer:
                answer.read()
                return
        except (urllib.error.URLError, OSError) as error:
            problem = str(error)
            time.sleep(0.05)
    sys.exit(f"serve: the model did not answer within {READY_WITHIN_SECONDS} s: {problem}")


def run(command, out):
    """Runs the command in the foreground and ends with its exit code; the model ends with this process."""
    try:
        code = subprocess.run(command, check=False, stdout=out).returncode
    except OSError as error:
        print(f"serve: {command[0]}: {error.strerror}", file=sys.stderr)
        code = 127
    sys.stderr.flush()
    os._exit(code if code >= 0 else 128 - code)


def main():
    chosen = options()
    # Before the model is loaded, so that a signal ends the program cleanly at any moment.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    refuse_a_used_port(chosen.port)
    out = leave_stdout_to_us()
    import xllamacpp

    server = xllamacpp.Server(parameters(xllamacpp, chosen))
    url = f"http://127.0.0.1:{chosen.port}/v1"
    wait_until_it_answers(url)
    print(url, chosen.name, file=out, flush=True)
    if chosen.command:
        run(chosen.command, out)
    threading.Event().wait()
    del server


main()
