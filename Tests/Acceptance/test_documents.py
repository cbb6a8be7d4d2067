"""Every command of README.md and docs/ is run, and what it answers has the shape shown.

A block is fenced as `sh` (commands that must succeed) or `console` (`$ ` before each command, the
output after it; `…` stands for more). Each document has a demo of its own; where it says
http://127.0.0.1:8080 and :9464, that demo is asked. The working folder holds a rollcall.yaml and a
groups.yaml that can be served, and deploy/. A comment on the line before a block changes how it is run:

    <!-- not run: REASON -->        it is not, and is counted below
    <!-- run with: FOLDER -->       with the files of Tests/Acceptance/documents/FOLDER; where a
                                    changes.yaml is there, a gateway is asked that has the usual
                                    settings with these changes, and its log is rollcall.log
    <!-- run in a row: NAME -->     in one new folder for all blocks of that name; the servers they
                                    start run on, and are the ones asked
"""

import pytest

from harness.documents import Block, blocks
from harness.launcher import REPOSITORY, Launcher
from harness.shape import difference
from harness.surroundings import Surroundings

DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
BLOCKS = [block for path in DOCUMENTS for block in blocks(path, REPOSITORY)]
# Who adds a block that cannot be run names it here as well: document and reason.
NOT_RUN = [
    ("README.md", "builds and installs; scripts/test has built it"),
    ("README.md", "runs until it is stopped; promtool has checked its file"),
    ("README.md", "changes the nginx of the machine; test_shipped_files.py runs these files"),
    ("README.md", "needs Docker; test_bare_debian.py does what the Dockerfile says"),
    ("docs/access.md", "needs certificates; test_access.py makes some and does this"),
    ("docs/operations.md", "changes the machine"),
    ("docs/operations.md", "changes the service of the machine; test_reload.py does it to one of its own"),
    ("docs/operations.md", "changes the machine; test_operation_files.py does it elsewhere"),
    ("docs/runbook.md", "asks the service of the machine"),
    ("docs/runbook.md", "asks the service of the machine"),
    ("docs/runbook.md", "asks the service of the machine"),
]


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
        ('{"freshness":"fresh"}', '{"freshness":"stale","staleReason":"cmsError"}'),
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
