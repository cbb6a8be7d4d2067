"""HTTP as bytes: what an ordinary client would tidy up must reach the server as it is."""

import contextlib
import dataclasses
import http.client
import json
import socket
import ssl

from harness.process import connect


@dataclasses.dataclass
class Response:
    """One answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def media_type(self):
        return (self.headers.get("Content-Type") or "").split(";")[0].strip()


class Connection:
    """A connection that is kept, for one request behind the other."""

    def __init__(self, address, timeout=20.0):
        self.socket = connect(address, timeout)
        self._file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._file.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def request(self, target, method="GET", headers=None, body=b""):
        """Sends one request as given and reads its answer."""
        self.send(head(target, method, headers, body) + body)
        return self.read_response(method)

    def read_response(self, method="GET"):
        """Reads one answer, or None when the server closed instead."""
        response = http.client.HTTPResponse(_Kept(self._file), method=method)
        try:
            response.begin()
            body = response.read()
        except (http.client.BadStatusLine, ConnectionError):
            return None
        return Response(response.status, response.headers, body)

    def is_closed(self, seconds=5.0):
        """Whether the server closes within the time, sending nothing more."""
        self.socket.settimeout(seconds)
        try:
            return self._file.read(1) == b""
        except ConnectionError:
            return True
        except socket.timeout:
            return False


class _Kept:
    """Lends `HTTPResponse` a file it may not close."""

    def __init__(self, file):
        self._file = file

    def makefile(self, _mode):
        return _Unclosed(self._file)


class _Unclosed:
    def __init__(self, file):
        self._file = file

    def __getattr__(self, name):
        return getattr(self._file, name)

    def close(self):
        pass


def head(target, method="GET", headers=None, body=b"", version="HTTP/1.1"):
    """A request's head; `headers` is a list of pairs, or a dictionary added to a Host."""
    if not isinstance(headers, list):
        headers = [("Host", "rollcall.test"), *(headers or {}).items()]
    if body:
        headers = [*headers, ("Content-Length", str(len(body)))]
    lines = [f"{method} {target} {version}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def get(address, target, method="GET", headers=None, body=b"", timeout=20.0):
    """One request over a connection of its own."""
    with Connection(address, timeout) as connection:
        return connection.request(target, method, headers, body)


def tls_request(port, ca_file, target, method="GET", headers=None, body=None):
    """One request over TLS to localhost, whose certificate the CA must have signed."""
    context = ssl.create_default_context(cafile=str(ca_file))
    connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=context)
    with contextlib.closing(connection):
        connection.request(method, target, body or None, headers or {})
        answer = connection.getresponse()
        return Response(answer.status, answer.headers, answer.read())


def exchange(address, data, timeout=20.0):
    """Sends bytes over a connection of its own and returns the answer, None for a close.

    A server may answer and close before it has read everything; that is no error here.
    """
    with Connection(address, timeout) as connection:
        try:
            connection.send(data)
        except ConnectionError:
            pass
        return connection.read_response()
