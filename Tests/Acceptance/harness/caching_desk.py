"""One agent seen through a gateway, and through a caching nginx before it."""

import time

from harness.caching_nginx import caching_nginx
from harness.scripted_cms import Reply, rows
from harness.wire import get

AGENT = "/agents/1031"


class Desk:
    """A CMS whose one agent stands as the test says, behind a gateway and a caching nginx."""

    def __init__(self, launch, cms, time_to_live="2s", extra="", **cache):
        self.cms = cms
        self.state = 5
        self.delay = 0.0
        self.began = int(time.time()) - 60
        cms.answer = self._answer
        settings = {"timeToLive": time_to_live, **cache}
        self.gateway = launch.gateway(cms.port, {"cache": settings})
        self.nginx = caching_nginx(launch, self.gateway.address, extra)

    def _answer(self, call):
        # The state began at one moment, as it does for a real agent: its seconds grow.
        seconds = int(time.time()) - self.began
        reply = rows(call.ids, currentState=self.state, currentStateTime=seconds)
        return Reply(body=reply.body, delay=self.delay)

    def fail(self):
        self.cms.answer = lambda call: Reply(status=500, body=b"{}")

    def since(self, path, state):
        """The second since which an agent is in a state, by a roll-up made within one second."""
        while True:
            second = int(time.time())
            seconds = self.direct(path, Prefer="wait=1").json["longestInState"][state]["seconds"]
            if int(time.time()) == second:
                return second - seconds

    @property
    def calls(self):
        return len(self.cms.calls)

    def direct(self, target=AGENT, **headers):
        return get(self.gateway.address, target, headers=fields(headers))

    def cached(self, target=AGENT, **headers):
        return get(self.nginx.address, target, headers=fields(headers))


def fields(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}
