"""One agent seen through a gateway, and through the shipped nginx before it."""

import time

from harness.scripted_cms import Reply, rows
from harness.wire import get

AGENT = "/agents/1031"
# Requests may force a look more often than once a time to live.
FORCED = {"minimumRefreshInterval": "500ms"}


class Desk:
    """A CMS whose one agent stands as the test says, behind a gateway and nginx."""

    def __init__(self, launch, cms, time_to_live="2s", **cache):
        self.cms = cms
        self.state = 5
        self.delay = 0.0
        self.unreported = set()
        self.began = int(time.time()) - 60
        cms.answer = self._answer
        settings = {"timeToLive": time_to_live, **cache}
        self.gateway = launch.gateway(cms.port, {"cache": settings})
        self.nginx = launch.nginx(self.gateway.address)

    def _answer(self, call):
        # The state began at one moment, as it does for a real agent: its seconds grow.
        seconds = int(time.time()) - self.began
        told = [number for number in call.ids if number not in self.unreported]
        reply = rows(told, currentState=self.state, currentStateTime=seconds)
        return Reply(body=reply.body, delay=self.delay)

    def fail(self):
        self.cms.answer = lambda call: Reply(status=500, body=b"{}")

    def leave_out(self, agent):
        """Has the CMS not report an agent."""
        self.unreported.add(agent)

    def recover(self):
        self.cms.answer = self._answer

    @property
    def calls(self):
        return len(self.cms.calls)

    def direct(self, target=AGENT, **headers):
        return get(self.gateway.address, target, headers=fields(headers))

    def through(self, target=AGENT, **headers):
        return get(self.nginx.address, target, headers=fields(headers))


def fields(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}
