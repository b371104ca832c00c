"""A local service that speaks OpenAI's chat API, and behaves as it is told: well, slowly, brokenly or with malice.

It listens on 127.0.0.1 at a free port, remembers each request, and sleeps nowhere: a slow answer waits until the
server is closed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `body` is sent as it is. A stalled one sends its headers and then nothing."""

    status: int = 200
    body: bytes = b""
    stalled: bool = False


def said(content: str, tokens_in: object = 900, tokens_out: object = 60, **more: Any) -> Answer:
    """A chat completion whose message is `content`."""
    completion = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content, **more}}
        ],
        "usage": {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": 960},
    }
    return Answer(body=json.dumps(completion).encode())


def fields(**named: tuple[Any, str]) -> Answer:
    """A good reply with these fields, each a value and its quote."""
    return said(json.dumps({name: {"value": value, "quote": quote} for name, (value, quote) in named.items()}))


def calls(name: str, arguments: Mapping[str, Any]) -> Answer:
    """A reply that uses one tool."""
    function = {"name": name, "arguments": json.dumps(arguments)}
    return said("", tool_calls=[{"id": "call-1", "type": "function", "function": function}])


def failed(status: int) -> Answer:
    """An error in OpenAI's shape."""
    return Answer(status, json.dumps({"error": {"message": "no", "type": "error", "code": "no"}}).encode())


STALLED = Answer(stalled=True)


@dataclass
class FakeOpenAI:
    """The running service. `answers` are given in turn, the last one for ever; `requests` holds what was asked."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    requests: list[Mapping[str, Any]] = field(default_factory=list)
    models: tuple[str, ...] = ("fake",)
    key: str = "test-key"
    script: Callable[[Mapping[str, Any]], Answer] | None = None
    """Where set, it answers each request body instead of `answers`."""

    def will_answer(self, *answers: Answer) -> None:
        """What the next requests get."""
        self.answers = list(answers)

    def next_answer(self) -> Answer:
        """The answer for the request that just came."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def running() -> Iterator[FakeOpenAI]:
    """The service, from start to end."""
    closing = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    fake = FakeOpenAI(f"http://127.0.0.1:{server.server_port}/v1")
    server.RequestHandlerClass = _handler(fake, closing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeOpenAI, closing: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.headers.get("Authorization") != f"Bearer {fake.key}":
                self._send(failed(401))
                return
            self._send(Answer(body=json.dumps({"data": [{"id": name} for name in fake.models]}).encode()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.requests.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
            self._send(fake.script(fake.requests[-1]["body"]) if fake.script else fake.next_answer())

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.body) or 2))
            self.end_headers()
            if answer.stalled:
                closing.wait(timeout=60)
                return
            self._quietly(lambda: self.wfile.write(answer.body or b"{}"))

        def _quietly(self, write: Callable[[], object]) -> None:
            try:
                write()
            except ConnectionError:
                self.close_connection = True

        def handle(self) -> None:
            # A client that gives up mid-answer resets the connection; that is what some tests are about.
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's own output tells what matters."""

    return Handler
