"""An endpoint on loopback that speaks the chat-completions protocol and answers as a test has written down."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """An HTTP answer; the library waits as long as `retry_after` says, in seconds, before it tries again."""

    body: str
    status: int = 200
    retry_after: str = "0.01"


def completion(content, *, finish_reason="stop", **message):
    """The reply of a model that says `content`: text, or what is sent as JSON."""
    text = content if isinstance(content, str | None) else json.dumps(content)
    choice = {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": text} | message}
    return Reply(json.dumps({"id": "1", "object": "chat.completion", "model": "scripted", "choices": [choice]}))


def error(status, message="no", **options):
    return Reply(json.dumps({"error": {"message": message, "type": "scripted"}}), status, **options)


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.endpoint.asked.append(asked | {"authorization": self.headers["Authorization"], "path": self.path})
        reply = self.server.endpoint.next_reply()
        if reply is None:
            self.server.closing.wait()
            return
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", reply.retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, endpoint):
        self.endpoint, self.closing = endpoint, threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)


@dataclass
class Endpoint:
    """`replies` are given in their order, the last one for ever; None is silence. `asked` keeps the requests."""

    url: str = ""
    replies: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def next_reply(self):
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving_endpoint():
    endpoint = Endpoint()
    with Server(endpoint) as server:
        endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield endpoint
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
