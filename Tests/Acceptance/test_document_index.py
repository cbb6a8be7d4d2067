"""docs/README.md links each document and explains the words they use."""

import re

from harness.launcher import REPOSITORY

INDEX = (REPOSITORY / "docs/README.md").read_text()


def test_the_index_links_each_document():
    linked = set(re.findall(r"\]\(([\w./-]+)\)", INDEX))
    documents = {path.name for path in (REPOSITORY / "docs").glob("*.md")} - {"README.md"}
    assert documents <= linked
    assert [link for link in linked if not (REPOSITORY / "docs" / link).exists()] == []


def test_the_glossary_is_in_order():
    glossary = INDEX.partition("## Glossary")[2]
    words = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", glossary, re.MULTILINE)[1:]
    assert len(words) >= 9 and words == sorted(words, key=str.lower)
