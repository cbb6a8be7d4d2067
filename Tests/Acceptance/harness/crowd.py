"""Many clients at once, on one thread, so that no scheduler spreads them over time."""

import contextlib
import http.client
import io
import selectors
import socket
import struct
import time

from harness.process import connect
from harness.wire import Response, head


class Crowd:
    """Connections that are open before the first of them asks."""

    def __init__(self, address, size):
        self._sockets = [connect(address) for _ in range(size)]
        for connection in self._sockets:
            connection.setblocking(False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self._sockets:
            connection.close()

    def ask(self, targets):
        """Sends one target on each connection, in one go; returns the seconds it took."""
        began = time.monotonic()
        for connection, target in zip(self._sockets, targets, strict=True):
            data = head(target, headers={"Connection": "close"})
            assert connection.send(data) == len(data), "a request did not fit the socket's buffer"
        return time.monotonic() - began

    def hang_up(self, place, resets=False):
        """Closes one connection without reading; a reset says that nobody will."""
        connection = self._sockets.pop(place)
        if resets:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def answers(self, seconds=60.0):
        """Reads all answers, in the order of the connections; None for a close without one."""
        received = {connection: bytearray() for connection in self._sockets}
        deadline = time.monotonic() + seconds
        with contextlib.closing(selectors.DefaultSelector()) as selector:
            for connection in self._sockets:
                selector.register(connection, selectors.EVENT_READ)
            while selector.get_map():
                assert time.monotonic() < deadline, f"{len(selector.get_map())} got no answer"
                for key, _ in selector.select(1.0):
                    data = key.fileobj.recv(1 << 20)
                    received[key.fileobj] += data
                    if not data:
                        selector.unregister(key.fileobj)
        return [parsed(bytes(data)) if data else None for data in received.values()]


class _Bytes:
    def __init__(self, data):
        self._data = data

    def makefile(self, _mode):
        return io.BytesIO(self._data)


def parsed(data):
    """The answer that these bytes are."""
    response = http.client.HTTPResponse(_Bytes(data))
    response.begin()
    return Response(response.status, response.headers, response.read())

