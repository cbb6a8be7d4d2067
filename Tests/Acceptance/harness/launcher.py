"""Starts what a test needs around the release binary, and ends it with the test."""

import contextlib
import json
import os
import pathlib
import shutil

import yaml

from harness.process import Child, free_port
from harness.wire import tls_request

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
ACCESS_KEY = "acceptance"
SECRET_KEY = "not-a-real-secret"
VDNS = [170, 171]
SIMULATED_AGENTS = "101-39999"
UNREPORTED_AGENT = 50_000
GROUPS = {
    "billing": {"agents": [1031, 1099, "2000-2099"]},
    "support & sales": {"agents": ["3000-3009"]},
    "Zürich/Süd ☎": {"agents": ["3100-3104"]},
    "large": {"agents": ["10000-22000"]},
    "partly": {"agents": ["1200-1204", UNREPORTED_AGENT]},
}


class Gateway(Child):
    """`rollcall serve`: `address` for clients, `admin` for operators."""

    address = None
    admin = None


class Nginx(Child):
    """A real nginx with the shipped configuration."""

    address = None


class Simulator(Child):
    """`rollcall simulate-cms`, with its control path."""

    port = None
    ca_file = None

    def control(self, target, method="GET", value=None):
        """Asks the control path; a value goes along as JSON."""
        body = b"" if value is None else json.dumps(value).encode()
        headers = {"Content-Type": "application/json"} if body else {}
        answer = tls_request(self.port, self.ca_file, target, method, headers, body)
        assert answer.status in (200, 204), (answer.status, answer.body)
        return answer.json if answer.body else None

    def counters(self):
        """What it has seen since the last reset."""
        return self.control("/control/counters")

    def reset(self):
        """Counts from zero again."""
        self.control("/control/reset", "POST")

    def set_faults(self, **faults):
        """Replaces the faults."""
        self.control("/control/faults", "PUT", faults)


class Launcher:
    """A scope for processes; all end when it does."""

    def __init__(self, binary, authority, folder):
        self.binary = binary
        self.authority = authority
        self.folder = pathlib.Path(folder)
        self._scope = contextlib.ExitStack()
        self._count = 0

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return self._scope.__exit__(*problem)

    def enter(self, scope):
        """Keeps another scope open as long as this one."""
        return self._scope.enter_context(scope)

    def place(self, name):
        """A folder of its own for the next process."""
        self._count += 1
        folder = self.folder / f"{self._count}-{name}"
        folder.mkdir(parents=True)
        return folder

    def command(self, *arguments, name="rollcall", environment=None):
        """The binary with other arguments."""
        return self.enter(
            Child([self.binary, *arguments], self.place(name), name, environment)
        )

    def simulator(self, *arguments):
        """A simulated CMS over TLS, certified by the private CA."""
        folder = self.place("simulator")
        port = free_port()
        command = [
            *(self.binary, "simulate-cms", "--port", port),
            *("--tls-certificate", self.authority.certificate_file),
            *("--tls-key", self.authority.key_file),
            *("--access-key", ACCESS_KEY, "--secret-key-file", write_secret(folder)),
            *(word for vdn in VDNS for word in ("--vdn", vdn)),
            *("--agents", SIMULATED_AGENTS, *arguments),
        ]
        simulator = self.enter(Simulator(command, folder, "simulator"))
        simulator.port = port
        simulator.ca_file = self.authority.ca_file
        return simulator.await_listening(("127.0.0.1", port))

    def settings(self, folder, cms_port, changes=None, groups=None):
        """Writes a settings file and all it names; returns its path and the settings."""
        (folder / "groups.yaml").write_text(
            yaml.safe_dump(groups or for_both_vdns(GROUPS), allow_unicode=True, sort_keys=False)
        )
        settings = {
            "listen": {"host": "127.0.0.1", "port": free_port()},
            "admin": {"host": "127.0.0.1", "port": free_port()},
            "cms": {
                "baseURLs": [f"https://localhost:{cms_port}"],
                "ccId": 1,
                "vdns": VDNS,
                "accessKey": ACCESS_KEY,
                "secretKeyFile": str(write_secret(folder)),
                "tls": {"caFile": str(self.authority.ca_file)},
            },
            "groups": {"file": str(folder / "groups.yaml")},
        }
        merge(settings, changes or {})
        path = folder / "rollcall.yaml"
        path.write_text(yaml.safe_dump(settings, sort_keys=False))
        return path, settings

    def gateway(self, cms_port, changes=None, groups=None, environment=None, descriptors=None):
        """`rollcall serve` towards a CMS on that port; `changes` go over the usual settings.

        `descriptors` is how many it may have open, where that is limited.
        """
        folder = self.place("gateway")
        path, settings = self.settings(folder, cms_port, changes, groups)
        command = [self.binary, "serve", "--config", path]
        if descriptors:
            command = ["prlimit", f"--nofile={descriptors}:{descriptors}", *command]
        gateway = self.enter(Gateway(command, folder, "gateway", environment))
        listen = settings["listen"]
        gateway.address = listen.get("unixSocket") or (listen["host"], listen["port"])
        gateway.admin = (settings["admin"]["host"], settings["admin"]["port"])
        return gateway.await_listening(gateway.address, gateway.admin)

    def nginx(self, *upstreams, rate="100000r/s"):
        """nginx with deploy/nginx/rollcall.conf, unchanged, in front of the gateways' addresses.

        `rate` is what one client may ask: so much, where a test is not about it, that none is refused.
        """
        folder = self.place("nginx")
        port = free_port()
        shutil.copy(REPOSITORY / "deploy/nginx/rollcall.conf", folder)
        (folder / "rollcall-upstream.conf").write_text("".join(map(server_line, upstreams)))
        zones = (REPOSITORY / "deploy/nginx/rollcall-zones.conf").read_text()
        zones = zones.replace("/var/lib/nginx", str(folder)).replace("rate=200r/s", f"rate={rate}")
        (folder / "rollcall-zones.conf").write_text(zones)
        (folder / "rollcall-listen.conf").write_text(
            f"listen 127.0.0.1:{port};\naccess_log {folder}/access.log rollcall;\n"
        )
        (folder / "nginx.conf").write_text(SURROUNDING_NGINX.format(folder=folder, user=user_line()))
        nginx = self.enter(
            Nginx(["nginx", "-p", folder, "-c", folder / "nginx.conf"], folder, "nginx")
        )
        nginx.address = ("127.0.0.1", port)
        return nginx.await_listening(nginx.address)


SURROUNDING_NGINX = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include rollcall.conf;
}}
"""


def server_line(upstream):
    """A gateway's address as a line of the upstream block, as in rollcall-upstream-two.conf."""
    server = f"{upstream[0]}:{upstream[1]}" if isinstance(upstream, tuple) else f"unix:{upstream}"
    return f"server {server} max_fails=2 fail_timeout=5s;\n"


def user_line():
    """Workers must reach sockets in a folder of root's when the tests run as root."""
    return "user root root;" if os.geteuid() == 0 else ""


def for_both_vdns(groups):
    """The groups as the default VDN's, and once more as those of the other."""
    other = {
        f"{name} of {VDNS[1]}": {**group, "name": name, "vdn": VDNS[1]}
        for name, group in groups.items()
    }
    return {**groups, **other}


def write_secret(folder):
    """A file with the secret key that nobody else may read; returns its path."""
    path = pathlib.Path(folder) / "secret-key"
    path.touch(mode=0o600)
    path.write_text(SECRET_KEY + "\n")
    return path


def merge(settings, changes):
    """Puts changes over settings, section by section; None takes a key out."""
    if "unixSocket" in changes:
        settings.clear()
    for key, value in changes.items():
        if value is None:
            settings.pop(key, None)
        elif isinstance(value, dict) and isinstance(settings.get(key), dict):
            merge(settings[key], value)
        else:
            settings[key] = value
