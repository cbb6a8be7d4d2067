"""Starts rollcall, the simulated CMS and the peers, each on its core, with their files."""

import contextlib
import http.client
import os
import pathlib
import re
import sys

import yaml
from harness.authority import Authority
from harness.process import Child, free_port

from bench import machine

FOLDER = pathlib.Path(__file__).resolve().parents[1]
PEERS = FOLDER / "peers"
ACCESS_KEY = "benchmark"
SECRET_KEY = "not-a-real-secret"
VDNS = [170, 171]
ALL_AGENTS = "101-59999,70000-999999"
UNLOGGED = "vsl_mask=" + ",".join(
    f"-{tag}" for tag in (
        "Begin", "End", "Link", "Timestamp", "ReqStart", "ReqMethod", "ReqURL", "ReqProtocol",
        "ReqHeader", "ReqUnset", "ReqAcct", "VCL_call", "VCL_return", "Hit", "RespProtocol",
        "RespStatus", "RespReason", "RespHeader", "RespUnset",
    )
)
"""Varnish's counterpart of nginx's `access_log off`: nothing is written for a hit."""
LEISURELY = ("chrt", "--idle", "0")
"""Runs a command that gives up its core to any other at once; `nice` does so at the next tick."""
SHIPPED_ENVIRONMENT = dict(
    re.findall(
        r"^Environment=(MALLOC_\w+)=(\d+)$",
        (FOLDER.parent / "deploy/systemd/rollcall.service").read_text(),
        re.MULTILINE,
    )
)
"""The limits of the allocator that the systemd unit sets; rollcall alone is started with them."""
HELD_FOR_AN_HOUR = {
    "timeToLive": "1h", "staleIfError": "1h", "negativeTimeToLive": "1h", "maximumBytes": "1GiB",
}


class Server(Child):
    """A server on loopback: `port` for clients."""

    port = None

    @property
    def processor_seconds(self):
        """Its processor time so far."""
        return machine.processor_seconds(self.pid)

    @property
    def resident_megabytes(self):
        """Its resident memory."""
        return machine.resident_megabytes(self.pid)

    @property
    def anonymous_megabytes(self):
        """The part of it that is its own, without mapped files."""
        return machine.anonymous_megabytes(self.pid)

    def get(self, target, seconds=60.0, headers=None):
        """The body of a GET that must be answered with 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request("GET", target, headers=headers or {})
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: {target} gave {answer.status}: {body[:200]!r}")
        return body

    def get_whole(self, target):
        """The body of a list or roll-up; every agent of it must be there."""
        body = self.get(target, headers={"Prefer": "wait=30"})
        if not is_whole(body):
            raise RuntimeError(f"{self.name}: agents are missing from {target}")
        return body


def is_whole(body):
    """Whether a list or roll-up says that no agent is missing."""
    return re.search(rb'"missing":0[,}]', body) is not None


class Stage:
    """A scope for servers: all end when it does."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.authority = Authority(self.folder)
        self._scope = contextlib.ExitStack()
        self._count = 0

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return self._scope.__exit__(*problem)

    @contextlib.contextmanager
    def part(self):
        """A stage in the stage, whose servers end sooner."""
        outer, self._scope = self._scope, contextlib.ExitStack()
        try:
            with self._scope:
                yield self
        finally:
            self._scope = outer

    def simulator(self, latency="0s", *arguments):
        """A simulated CMS over TLS with every agent there can be, on the load's core.

        It runs only when nobody else wants the core (`LEISURELY`), so that what the load generator
        measures is the server and not who shares its core.
        """
        folder, port = self._place("simulator"), free_port()
        command = [
            *(*LEISURELY, self.binary, "simulate-cms", "--port", port),
            *("--tls-certificate", self.authority.certificate_file),
            *("--tls-key", self.authority.key_file),
            *("--access-key", ACCESS_KEY, "--secret-key-file", self._secret(folder)),
            *(word for vdn in VDNS for word in ("--vdn", vdn)),
            *("--agents", ALL_AGENTS, "--latency", latency, *map(str, arguments)),
        ]
        return self._start("simulator", folder, port, machine.LOAD_CORE, command)

    def gateway(self, simulator, groups=None, changes=None, under=()):
        """rollcall with everything on; what it holds stays fresh for an hour.

        `under` is a command that runs it, such as valgrind's.
        """
        folder, port = self._place("rollcall"), free_port()
        settings = {
            "listen": {"host": "127.0.0.1", "port": port, "eventLoops": 1},
            "admin": {"host": "127.0.0.1", "port": free_port()},
            "cms": self.cms_settings(simulator, folder),
            "cache": dict(HELD_FOR_AN_HOUR),
            "requests": {"maximumIds": 989_899},
        }
        for section, values in (changes or {}).items():
            settings[section] = {**settings.get(section, {}), **values}
        if groups:
            (folder / "groups.yaml").write_text(yaml.safe_dump(groups))
            settings["groups"] = {"file": str(folder / "groups.yaml")}
        path = folder / "rollcall.yaml"
        path.write_text(yaml.safe_dump(settings))
        command = [*under, self.binary, "serve", "--config", path]
        return self._start(
            "rollcall", folder, port, machine.SERVER_CORE, command, SHIPPED_ENVIRONMENT
        )

    def cms_settings(self, simulator, folder):
        """How a gateway reaches the simulator."""
        return {
            "baseURLs": [f"https://localhost:{simulator.port}"], "ccId": 1, "vdns": VDNS,
            "accessKey": ACCESS_KEY, "secretKeyFile": str(self._secret(folder)),
            "tls": {"caFile": str(self.authority.ca_file)}, "requestTimeout": "60s",
        }

    def nginx(self, origin, body=b"{}", files=None):
        """nginx: three servers, told apart by `cache_port`, `return_port` and `static_port`."""
        folder = self._place("nginx")
        (folder / "static").mkdir()
        for name, content in (files or {}).items():
            (folder / "static" / name).write_bytes(content)
        ports = {name: free_port() for name in ("CACHE_PORT", "RETURN_PORT", "STATIC_PORT")}
        path = fill_in("nginx.conf", folder, {
            **ports, "FOLDER": folder, "ORIGIN": origin.port, "BODY": body.decode(),
            "USER": "user root root;" if os.geteuid() == 0 else "",
        })
        command = ["nginx", "-p", folder, "-c", path]
        server = self._start("nginx", folder, ports["STATIC_PORT"], machine.SERVER_CORE, command)
        for name, port in ports.items():
            setattr(server, name.lower(), port)
        return server

    def varnish(self, origin):
        """Varnish with its storage in memory; its log tells nothing of hits."""
        folder, port = self._place("varnish"), free_port()
        path = fill_in("varnish.vcl", folder, {"ORIGIN": origin.port})
        command = [
            *("varnishd", "-F", "-j", "none", "-n", folder / "work", "-f", path),
            *("-a", f"127.0.0.1:{port}", "-s", "malloc,256m", "-T", "none"),
            *("-p", "thread_pools=1", "-p", "thread_pool_min=100", "-p", UNLOGGED),
        ]
        return self._start("varnish", folder, port, machine.SERVER_CORE, command)

    def fastapi(self, simulator, groups):
        """What a team would write instead: peers/fastapi_peer.py under uvicorn and uvloop."""
        folder, port = self._place("fastapi"), free_port()
        (folder / "groups.yaml").write_text(yaml.safe_dump(groups))
        environment = {
            "CMS_URL": f"https://localhost:{simulator.port}", "CMS_CA": self.authority.ca_file,
            "CMS_AK": ACCESS_KEY, "CMS_SK": SECRET_KEY, "GROUPS": folder / "groups.yaml",
            "TIME_TO_LIVE": 3600, "PYTHONPATH": PEERS,
        }
        command = [
            *(sys.executable, "-m", "uvicorn", "fastapi_peer:app", "--port", port),
            *("--loop", "uvloop", "--http", "httptools", "--no-access-log"),
            *("--log-level", "warning"),
        ]
        values = {name: str(value) for name, value in environment.items()}
        return self._start("fastapi", folder, port, machine.SERVER_CORE, command, values)

    def place(self, name):
        """A new folder for files of a row."""
        return self._place(name)

    def _place(self, name):
        self._count += 1
        folder = self.folder / f"{self._count}-{name}"
        folder.mkdir()
        return folder

    def _secret(self, folder):
        path = folder / "secret-key"
        path.touch(mode=0o600)
        path.write_text(SECRET_KEY + "\n")
        return path

    def _start(self, name, folder, port, core, command, environment=None):
        child = Server(machine.on_core(core, command), folder, name, environment)
        server = self._scope.enter_context(child)
        server.port = port
        return server.await_listening(("127.0.0.1", port), seconds=60.0)


def fill_in(name, folder, values):
    """A peer's configuration with @NAME@ replaced, written to the folder; returns its path."""
    text = (PEERS / name).read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    path = folder / name
    path.write_text(text)
    return path
