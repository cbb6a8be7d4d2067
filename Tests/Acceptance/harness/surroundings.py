"""What the commands of a document find around them: programs, a folder, servers to ask."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import yaml

from harness.launcher import REPOSITORY, Launcher
from harness.process import Child, free_port
from harness.shape import difference

FILES = REPOSITORY / "Tests/Acceptance/documents"
# Where Python and the programs of its packages are.
PYTHON = pathlib.Path(sys.executable).parent
# The addresses documents name: gateway, admin listener, simulated CMS.
GATEWAY, ADMIN, CMS = "127.0.0.1:8080", "127.0.0.1:9464", "127.0.0.1:28080"
SERVER = re.compile(r"(?:swift run -c release )?rollcall (demo|serve|simulate-cms)\b(.*)")
VARIABLE = re.compile(r"\w+=")
LOG = "rollcall.log"
SWIFT = """#!/bin/sh
[ "$1 $2 $3 $4" = "run -c release rollcall" ] || { echo "not run here: swift $*" >&2; exit 64; }
shift 4
exec rollcall "$@"
"""


@dataclasses.dataclass
class Place:
    """Where a block runs: its folder, and what is put for the addresses its commands name."""

    folder: pathlib.Path
    put: dict[str, str]
    # Servers the block starts run on, and take their ports from here.
    environment: dict[str, str] | None = None
    # What commands before have set variables to.
    variables: str = ""


class Surroundings:
    """A demo and a folder with settings for a document, and whatever else its blocks ask for."""

    def __init__(self, launcher: Launcher):
        self.launcher = launcher
        programs = launcher.place("programs")
        (programs / "rollcall").symlink_to(launcher.binary)
        (programs / "swift").write_text(SWIFT)
        (programs / "swift").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{programs}:{PYTHON}:{os.environ['PATH']}"}
        self.simulator = launcher.simulator()
        folder = self.folder("document")
        _, self.settings = launcher.settings(folder, self.simulator.port)
        self.usual = Place(folder, {})
        demo = self.start("demo", "", self.usual)
        found = re.findall(r"http://(127\.0\.0\.1:\d+)/", demo.text)
        self.usual.put = {GATEWAY: found[0], ADMIN: next(one for one in found if one != found[0])}
        self.rows = {}

    def folder(self, name):
        """A new folder in which deploy/ is where it is in the repository."""
        folder = self.launcher.place(name)
        (folder / "deploy").symlink_to(REPOSITORY / "deploy")
        return folder

    def place(self, block):
        """Where a block runs."""
        if block.run_in_a_row:
            return self.rows.get(block.run_in_a_row) or self.row(block.run_in_a_row)
        return self.with_files(block.run_with) if block.run_with else self.usual

    def row(self, name):
        """A folder and ports for blocks that begin with nothing."""
        put = {address: f"127.0.0.1:{free_port()}" for address in (GATEWAY, ADMIN, CMS)}
        ports = [address.split(":")[1] for address in put.values()]
        environment = {"ROLLCALL_LISTEN_PORT": ports[0], "ROLLCALL_ADMIN_PORT": ports[1]}
        put["--port 28080"] = f"--port {ports[2]}"
        self.rows[name] = Place(self.folder(name), put, environment)
        return self.rows[name]

    def with_files(self, name):
        """A folder with files for the block; with changes.yaml there is a gateway of its own."""
        folder = self.folder(name)
        shutil.copytree(FILES / name, folder, dirs_exist_ok=True)
        changes = folder / "changes.yaml"
        if not changes.exists():
            return Place(folder, self.usual.put)
        for file in (FILES / name).iterdir():
            (folder / file.name).chmod(0o600)
        _, settings = self.launcher.settings(
            folder, self.simulator.port, yaml.safe_load(changes.read_text())
        )
        gateway = self.launcher.enter(
            Child([self.launcher.binary, "serve", "--config", folder / "rollcall.yaml"], folder, name)
        )
        (folder / LOG).symlink_to(gateway.output)
        addresses = [(settings[key]["host"], settings[key]["port"]) for key in ("listen", "admin")]
        gateway.await_listening(*addresses)
        host_and_port = ["{}:{}".format(*address) for address in addresses]
        return Place(folder, dict(zip((GATEWAY, ADMIN), host_and_port)))

    def start(self, command, arguments, place):
        """A server that is wanted to run on; any free ports for those it would take."""
        words = [self.launcher.binary, command, *arguments.split()]
        if command == "demo":
            words += ["--port", "0", "--admin-port", "0"]
        child = Child(["env", "-C", place.folder, *words], self.launcher.place(command), command,
                      place.environment)
        self.launcher.enter(child)
        if command == "demo":
            child.await_text("The simulated CMS is at")
        elif command == "simulate-cms":
            child.await_text(":")
        elif place.environment:
            child.await_listening(
                *(("127.0.0.1", int(port)) for port in place.environment.values())
            )
        else:
            listen = self.settings["listen"]
            child.await_listening((listen["host"], listen["port"]))
        return child

    def run(self, block):
        """Runs a block; fails with the first command that does not do as shown."""
        place = self.place(block)
        for command, shown in block.commands:
            for documented, actual in place.put.items():
                command = command.replace(documented, actual)
            if server := SERVER.fullmatch(command.strip()):
                child = self.start(*server.groups(), place)
                if not place.environment:
                    child.end()
                    assert child.exit_code == 0, f"{block}: {command}: {child.text}"
            elif VARIABLE.match(command):
                place.variables += command + "\n"
            elif shown is None:
                done = self.output(command, place)
                assert done.returncode == 0, f"{block}: {command}\n{done.stdout}"
            else:
                self.compare(command, shown, place, block)

    def compare(self, command, shown, place, block):
        """Fails where the output has another shape; a line of the log may come a moment late."""
        patience = time.monotonic() + (5 if LOG in command else 0)
        while (found := difference(shown, got := self.output(command, place).stdout)) is not None:
            assert time.monotonic() < patience, f"{block}: {command}\n{found}\n--- got\n{got}"
            time.sleep(0.05)

    def output(self, command, place):
        return subprocess.run(
            ["bash", "-c", place.variables + command], cwd=place.folder, env=self.environment,
            timeout=60, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
