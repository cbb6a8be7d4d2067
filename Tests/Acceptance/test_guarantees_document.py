"""Holds docs/guarantees.md to the tests there are."""

import re

from harness.launcher import REPOSITORY

DOCUMENT = (REPOSITORY / "docs/guarantees.md").read_text()
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in DOCUMENT.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| promise"))
]
SWIFT = "\n".join(path.read_text() for path in sorted((REPOSITORY / "Tests").rglob("*.swift")))


def test_every_swift_test_named_in_the_guarantees_exists():
    named = [name for row in ROWS for name in re.findall(r"``(.+?)``", row[2])]
    suites = [name for row in ROWS for name in re.findall(r"(?<!`)`(\w+)`(?!`)", row[2])]
    assert named and suites
    assert [name for name in named if f"func `{name}`(" not in SWIFT] == []
    declared = re.findall(r"\b(?:struct|class|enum|actor) (\w+)", SWIFT)
    assert [name for name in suites if name not in declared] == []


def test_every_acceptance_test_named_in_the_guarantees_exists():
    named = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[3])]
    assert named
    missing = []
    for name in named:
        file, _, function = name.partition("::")
        path = REPOSITORY / "Tests/Acceptance" / file
        if not (path.is_file() and f"\ndef {function}(" in path.read_text()):
            missing.append(name)
    assert missing == []


def test_every_row_of_the_guarantees_names_a_test():
    assert len(ROWS) >= 14
    assert all(len(row) == 4 for row in ROWS)
    assert [row[0] for row in ROWS if "`" not in row[2] + row[3]] == []
