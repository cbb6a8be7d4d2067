"""docs/runbook.md has each message of the log, and for each symptom what to do."""

import re
import textwrap

from harness.launcher import REPOSITORY

SOURCES = {path: path.read_text() for path in sorted((REPOSITORY / "Sources").rglob("*.swift"))}
RUNBOOK = (REPOSITORY / "docs/runbook.md").read_text()
LEVELS = ("critical", "error", "warning", "notice")
LITERAL = r'("""\n.*?"""|"(?:[^"\\\n]|\\.)*")'
CALL = re.compile(rf"\blogger\s*\.({'|'.join(LEVELS)})\(\s*(?:{LITERAL}|([^\s,)]+))", re.DOTALL)
# A message that is made elsewhere: `static let NAME: Logger.Message = …`, or `complaint: …`.
NAMED = re.compile(rf"let (\w+): Logger\.Message =\s*{LITERAL}", re.DOTALL)
COMPLAINT = re.compile(rf"\bcomplaint:\s*{LITERAL},\s*logger:", re.DOTALL)
# The level of this one is decided as it is written.
CHOSEN = re.compile(rf"logger\.log\(\s*level:[^\n]*\n\s*{LITERAL}", re.DOTALL)
# A new way to log something other than a literal is added here once `messages` finds what it logs.
INDIRECT = {"complaint", "line.message", "message", "Self.barred", "Self.refusal"}


def text(literal):
    """What a string literal of Swift says."""
    if literal.startswith('"""'):
        literal = textwrap.dedent(literal[4:-3]).rstrip()
        return literal.replace("\\\n", "")
    return literal[1:-1]


def calls():
    """Each call that logs at notice or above: level, literal or None, expression or None."""
    return [(level, literal and text(literal), expression)
            for source in SOURCES.values() for level, literal, expression in CALL.findall(source)]


def messages():
    """All messages logged at notice and above."""
    found = {literal for _, literal, _ in calls() if literal}
    for source in SOURCES.values():
        lesser = set(re.findall(r"logger\s*\.(?:debug|info|trace)\(\s*Self\.(\w+)", source))
        found |= {text(literal) for name, literal in NAMED.findall(source) if name not in lesser}
        found |= {text(literal) for literal in COMPLAINT.findall(source) + CHOSEN.findall(source)}
    return found


def rows():
    """The messages of the runbook, each with the heading it stands below."""
    found, level = [], None
    for line in RUNBOOK.partition("## The log, message by message")[2].splitlines():
        if line.startswith("### "):
            level = line[4:]
        elif row := re.match(r"\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", line):
            found.append((level, row[1]))
    return found


def test_the_runbook_has_each_message_of_the_log_once_and_no_other():
    listed = sorted(message for _, message in rows())
    assert listed == sorted(messages())
    assert len(listed) >= 30
    assert not [message for message in listed if "\\(" in message]


def test_messages_stand_below_their_level():
    levels = {literal: level for level, literal, _ in calls() if literal}
    assert {level for level, _ in rows()} == set(LEVELS)
    assert [(level, message) for level, message in rows() if levels.get(message, level) != level] == []


def test_what_is_logged_is_a_literal_or_made_in_a_known_way():
    assert {expression for _, _, expression in calls() if expression} == INDIRECT
    several = [path.name for path, source in SOURCES.items() if re.search(r"logger\s*\.log\(", source)]
    assert several == ["EngineLog+groups.swift"]


def test_each_symptom_has_one_command_its_meaning_and_what_to_do():
    symptoms = RUNBOOK.partition("## Symptoms")[2].partition("\n## ")[0].split("\n### ")[1:]
    assert len(symptoms) >= 10
    for symptom in symptoms:
        assert symptom.count("```") == 2, symptom
        assert symptom.count("\n- Means: ") == 1 and symptom.count("\n- Do: ") == 1, symptom
