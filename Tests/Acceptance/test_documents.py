"""Every command of README.md and docs/ is run, and what it answers has the shape shown.

A block is fenced as `sh` (commands that must succeed) or `console` (`$ ` before each command, the
output after it; `…` stands for more). Each document has a demo of its own; where it says
http://127.0.0.1:8080 and :9464, that demo is asked. The working folder holds a rollcall.yaml and a
groups.yaml that can be served. A comment on the line before a block changes how it is run:

    <!-- not run: REASON -->        it is not, and is counted below
    <!-- run with: FOLDER -->       with the files of Tests/Acceptance/documents/FOLDER
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from harness.documents import Block, blocks
from harness.launcher import REPOSITORY, Launcher
from harness.process import Child
from harness.shape import difference

FOLDER = pathlib.Path(__file__).parent / "documents"
# Where Python and the programs of its packages are.
PYTHON = pathlib.Path(sys.executable).parent
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
BLOCKS = [block for path in DOCUMENTS for block in blocks(path, REPOSITORY)]
# Who adds a block that cannot be run names it here as well: document and reason.
NOT_RUN = [
    ("README.md", "changes the nginx of the machine; test_shipped_files.py runs these files"),
    ("README.md", "needs Docker; test_bare_debian.py does what the Dockerfile says"),
]
SERVER = re.compile(r"(?:swift run -c release )?rollcall (demo|serve|simulate-cms)\b(.*)")
SWIFT = """#!/bin/sh
[ "$1 $2 $3 $4" = "run -c release rollcall" ] || { echo "not run here: swift $*" >&2; exit 64; }
shift 4
exec rollcall "$@"
"""


class Surroundings:
    """What a document's commands find: the programs, a demo, and a folder with settings."""

    def __init__(self, launcher):
        self.launcher = launcher
        self.folder = launcher.place("document")
        programs = launcher.place("programs")
        (programs / "rollcall").symlink_to(launcher.binary)
        (programs / "swift").write_text(SWIFT)
        (programs / "swift").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{programs}:{PYTHON}:{os.environ['PATH']}"}
        simulator = launcher.simulator()
        _, self.settings = launcher.settings(self.folder, simulator.port)
        self.demo = self.start("demo")
        self.addresses = re.findall(r"http://(127\.0\.0\.1:\d+)/", self.demo.text)

    def start(self, command, arguments="", folder=None):
        """A server that is wanted to run on; any free ports for those it would take."""
        words = [self.launcher.binary, command, *arguments.split()]
        if command == "demo":
            words += ["--port", "0", "--admin-port", "0"]
        folder = folder or self.folder
        child = Child(["env", "-C", folder, *words], self.launcher.place(command), command)
        self.launcher.enter(child)
        if command == "demo":
            child.await_text("The simulated CMS is at")
        elif command == "serve":
            child.await_listening((self.settings["listen"]["host"], self.settings["listen"]["port"]))
        else:
            child.await_text(":")
        return child

    def run(self, block):
        """Runs a block; fails with the first command that does not do as shown."""
        folder = self.folder
        if block.run_with:
            folder = self.launcher.place(block.run_with)
            shutil.copytree(FOLDER / block.run_with, folder, dirs_exist_ok=True)
        for command, shown in block.commands:
            if server := SERVER.fullmatch(command.strip()):
                child = self.start(*server.groups(), folder)
                child.end()
                assert child.exit_code == 0, f"{block}: {command}: {child.text}"
                continue
            got = self.output(command, folder, must_succeed=shown is None, block=block)
            if shown is not None:
                found = difference(shown, got)
                assert found is None, f"{block}: {command}\n{found}\n--- got\n{got}"

    def output(self, command, folder, must_succeed, block):
        for documented, actual in zip(("127.0.0.1:8080", "127.0.0.1:9464"), self.asked()):
            command = command.replace(documented, actual)
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=self.environment, timeout=60, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0 or not must_succeed, f"{block}: {command}\n{done.stdout}"
        return done.stdout

    def asked(self):
        """The addresses of the demo: gateway and admin listener."""
        gateway = self.addresses[0]
        return gateway, next(one for one in self.addresses if one != gateway)


@pytest.mark.parametrize("document", sorted({block.document for block in BLOCKS}))
def test_every_command_of_a_document_does_as_shown(document, binary, authority, tmp_path):
    with Launcher(binary, authority, tmp_path) as launcher:
        surroundings = Surroundings(launcher)
        for block in BLOCKS:
            if block.document == document and not block.not_run:
                surroundings.run(block)


def test_what_is_not_run_is_named_with_its_reason():
    assert [(block.document, block.not_run) for block in BLOCKS if block.not_run] == NOT_RUN


def test_the_documents_have_commands_that_are_run():
    run = [command for block in BLOCKS if not block.not_run for command in block.commands]
    assert len(run) >= 5
    assert all(block.commands for block in BLOCKS)


@pytest.mark.parametrize(
    ("shown", "got"),
    [
        ('{"id":1,"at":"2026-11-23T08:00:00Z"}', '{"id":"1","at":"2026-11-23T08:00:00Z"}'),
        ('{"id":1,"at":"2026-11-23T08:00:00Z"}', '{"id":1,"at":"yesterday"}'),
        ('{"id":1}', '{"id":1,"more":2}'),
        ('{"id":1, …}', '{"more":2}'),
        ('{"a":[{"id":1}, …]}', '{"a":[{"id":true}]}'),
        ('{"a":[1,2]}', '{"a":[1]}'),
        ('{"id":1}\n{"id":2}', '{"id":1}'),
        ("HTTP/1.1 200 OK\nAge: 1", "HTTP/1.1 404 Not Found\nAge: 1"),
        ("a line 1\n…\nthe last", "a line 2\nanother"),
        ("a line 1", "a line 2\nanother"),
        ("a line 1\nanother", "a line 2"),
    ],
)
def test_another_shape_is_told(shown, got):
    assert difference(shown, got) is not None


@pytest.mark.parametrize(
    ("shown", "got"),
    [
        ('{"id":1, …}', '{"id":2,"more":"x"}'),
        ('{"a":[{"id":1}, …]}', '{"a":[{"id":7},{"id":8},{"id":9}]}'),
        ('{"a":null}', '{"a":3}'),
        ('{"id":1}\n…', '{"id":1}\n{"id":2}\n{"id":3}'),
        ("up 1\n…\nthe last 5 of …", "up 7\nmore\nmore\nthe last 12 of many"),
        ('{"freshness":"live"}', '{"freshness":"stale","staleReason":"revalidating"}'),
    ],
)
def test_the_same_shape_is_not_told(shown, got):
    assert difference(shown, got) is None


def test_a_command_goes_on_behind_a_backslash_and_within_quotes():
    text = "$ curl -s x \\\n    -d y\n{}\n$ true\n$ echo 'a\nb'\na\nb\n"
    block = Block("a.md", 1, "console", text)
    assert block.commands == [
        ("curl -s x \\\n    -d y", "{}\n"), ("true", ""), ("echo 'a\nb'", "a\nb\n"),
    ]
