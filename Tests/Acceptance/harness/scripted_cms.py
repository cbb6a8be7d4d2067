"""A CMS that answers what a test says, over TLS, and keeps every call it got."""

import contextlib
import dataclasses
import http.server
import json
import os
import socket
import ssl
import struct
import threading
import time

BATCH_PATH = "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"


@dataclasses.dataclass
class Call:
    """One request the CMS got."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def ids(self):
        return json.loads(self.body)["agentIds"]


@dataclasses.dataclass
class Reply:
    """What to answer: a status, a body, headers, and seconds to wait before."""

    status: int = 200
    body: bytes = b""
    headers: dict = dataclasses.field(default_factory=dict)
    delay: float = 0.0


def rows(ids, **values):
    """A correct answer with a row for each id, all fields as in the contract's sample."""
    row = {
        "prevState": 1, "agentId": 0, "logonTime": 1795420800000, "agentRelease": 0,
        "locationId": 65535, "currentPrivateCallNum": 0, "currentStateTime": 60,
        "currentStateReason": 65535, "prevStateTime": 30, "currentState": 5, **values,
    }
    listed = [{**row, "agentId": number} for number in ids]
    answer = {"result": "0", "resultCode": "0100000", "resultDatas": listed, "resultDesc": listed}
    return Reply(body=json.dumps(answer).encode())


class ScriptedCMS:
    """Answers each call with `self.answer(call)`; a test replaces `answer` as it likes."""

    def __init__(self, authority):
        self.calls = []
        self.answer = lambda call: rows(call.ids)
        # What its clock shows in `Date`; None for the true time.
        self.date = None
        # How a connection ends that is used a second time, "close" or "reset"; None where it does not.
        self.ends_reused = None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            served = 0

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                call = Call(self.command, self.path, headers, self.rfile.read(length))
                outer.calls.append(call)
                self.served += 1
                if self.served > 1 and outer.ends_reused:
                    return self._end(outer.ends_reused)
                self._reply(outer.answer(call))

            do_GET = do_POST

            def _end(self, how):
                """Ends the connection without a byte of an answer."""
                self.close_connection = True
                if how == "reset":
                    at_once = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                    os.close(self.connection.detach())

            def _reply(self, reply):
                time.sleep(reply.delay)
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json;charset=UTF-8")
                headers = {"Content-Length": len(reply.body), **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(reply.body)

            def date_time_string(self, timestamp=None):
                return outer.date or super().date_time_string(timestamp)

            def log_message(self, *_):
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.certificate_file, authority.key_file)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self._server.server_port

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(10)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """A client that goes away is part of the tests."""
