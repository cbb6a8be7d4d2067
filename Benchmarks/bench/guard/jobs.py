"""The jobs: each is asked of rollcall over HTTP, as an application would."""

import contextlib
import http.client

from bench.guard.callgrind import Callgrind, without_debug_information
from bench.rows.cold import CHUNK, group
from bench.rows.lists import FORCED, LIST, MEMBER, STATUS, GROUPS, ask
from bench.servers import Stage, is_whole

PATIENT = {"Prefer": "wait=30"}
FEW, MANY = 1, 3
"""Calls for the smaller and the larger of the cold groups whose difference is `decode`."""
MEMBERS = range(100_001, 105_000)
"""The group's agents, but for the one that is looked at again."""
COLD = {
    "few": group(200_000, FEW * CHUNK),
    "many": group(300_000, MANY * CHUNK),
    "first": group(400_000, CHUNK),
}


def measure(binary, folder):
    """Instructions an operation of every job, by its name."""
    stage = Stage(without_debug_information(binary, folder), folder)
    callgrind = Callgrind(folder)
    with stage:
        gateway = stage.gateway(
            stage.simulator(), {**GROUPS, **COLD},
            {"cache": {"minimumRefreshInterval": "0s"}}, under=callgrind.command,
        )
        gateway.get_whole(STATUS)
        connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)
        with contextlib.closing(connection):
            return Jobs(gateway.pid, callgrind, connection).counts()


class Jobs:
    """The jobs on one kept connection to a gateway that holds a group of 5,000."""

    def __init__(self, pid, callgrind, connection):
        self._pid = pid
        self._callgrind = callgrind
        self._connection = connection

    def counts(self):
        """Instructions an operation of every job, by its name."""
        look = self._each(40, lambda: self._ask(MEMBER, FORCED))
        members = (f"/agents/{number}" for number in MEMBERS)
        return {
            "hit": self._each(1_000, lambda: self._ask(next(members))),
            "roll-up-made": self._each(500, lambda: self._ask(STATUS)),
            "roll-up-changed": self._each(40, self._look_and_roll_up) - look,
            "encode": self._each(10, lambda: self._ask(LIST)),
            "decode": self._decoded(),
        }

    def _each(self, times, operation):
        """Instructions an operation, after a few that are not counted."""
        def repeat(count):
            for _ in range(count):
                operation()

        repeat(max(5, times // 20))
        return self._callgrind.instructions(self._pid, lambda: repeat(times)) / times

    def _look_and_roll_up(self):
        self._ask(MEMBER, FORCED)
        self._ask(STATUS)

    def _decoded(self):
        """Instructions an id from the CMS; what a call costs whatever its size is part of it."""
        self._cold_roll_up("first")
        few, many = (
            self._callgrind.instructions(self._pid, lambda name=name: self._cold_roll_up(name))
            for name in ("few", "many")
        )
        return (many - few) / ((MANY - FEW) * CHUNK)

    def _cold_roll_up(self, name):
        """A roll-up of agents nobody has seen: all come from the CMS, none is listed."""
        body = self._ask(f"/groups/{name}/status", PATIENT)
        if not is_whole(body):
            raise RuntimeError(f"agents are missing from {name}")

    def _ask(self, target, headers=None):
        return ask(self._connection, target, headers or {})
