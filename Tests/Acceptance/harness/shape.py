"""Whether an output has the shape of the one a document shows: not its values, but their kinds.

`…` in what is shown stands for more of the same kind: members, items, lines, or part of a line.
"""

import json
import re

MORE = "…"
# Told only where the answer happens to be stale.
MOMENTARY = {"staleReason"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def difference(shown, got):
    """What is not as shown, in words; None where all is."""
    try:
        return json_difference(read_json(shown), json.loads(got), "")
    except ValueError:
        pass
    try:
        return list_difference(
            [read_json(line) for line in shown.splitlines()],
            [json.loads(line) for line in got.splitlines()], "line ",
        )
    except ValueError:
        return text_difference(shown, got)


def read_json(text):
    """JSON in which `…` stands for more: it becomes a member or an item of that name."""
    text = text.strip()
    if text == MORE:
        return MORE
    text = re.sub(rf"([\[,]\s*){MORE}(?=\s*\])", rf'\1"{MORE}"', text)
    return json.loads(re.sub(rf"([{{,]\s*){MORE}(?=\s*}})", rf'\1"{MORE}":0', text))


def json_difference(shown, got, where):
    if shown is None or got is None:
        return None
    if isinstance(shown, dict) and isinstance(got, dict):
        return member_difference(shown, got, where)
    if isinstance(shown, list) and isinstance(got, list):
        return list_difference(shown, got, where)
    if kind(shown) != kind(got):
        return f"{where or 'the whole'}: shown is {kind(shown)}, got {kind(got)}: {got!r}"
    return None


def kind(value):
    """What sort of value it is; times are told from other texts."""
    if isinstance(value, str):
        return "a time" if TIME.fullmatch(value) else "a text"
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, (int, float)) else type(value).__name__


def member_difference(shown, got, where):
    wanted, there = set(shown) - MOMENTARY - {MORE}, set(got) - MOMENTARY
    if wanted - there or (there - wanted and MORE not in shown):
        return f"{where or 'the whole'}: members differ: {sorted(wanted ^ there)}"
    found = (json_difference(shown[name], got[name], f"{where}.{name}") for name in wanted)
    return next(filter(None, found), None)


def list_difference(shown, got, where):
    has_more = bool(shown) and shown[-1] == MORE
    wanted = shown[:-1] if has_more else shown
    if len(got) < len(wanted) or (len(got) > len(wanted) and not has_more):
        return f"{where or 'the whole'}: {len(wanted)} items shown, got {len(got)}"
    found = (
        json_difference(one, other, f"{where}[{number}]")
        for number, (one, other) in enumerate(zip(wanted, got))
    )
    return next(filter(None, found), None)


def text_difference(shown, got):
    """Compares words; what counts or names a moment may differ. A line of JSON is compared as such."""
    lines = [line.rstrip() for line in got.splitlines()]
    for line in shown.splitlines():
        if line.strip() == MORE:
            rest = shown.split(line, 1)[1].strip().splitlines()
            lines = next((lines[i:] for i in range(len(lines)) if rest and same(rest[0], lines[i])), [])
        elif not lines:
            return f"shown, but not there: {line!r}"
        elif not same(line, lines[0]):
            return f"shown {line!r}, got {lines[0]!r}"
        else:
            lines = lines[1:]
    return f"there, but not shown: {lines[0]!r}" if lines and shown.strip()[-1:] != MORE else None


def same(shown, got):
    """Whether two lines agree but for numbers, times and names made by chance."""
    if shown.startswith("{") and got.startswith("{"):
        try:
            return json_difference(read_json(shown), json.loads(got), "") is None
        except ValueError:
            pass
    pattern = ".*".join(re.escape(constant(part)) for part in shown.rstrip().split(MORE))
    return re.fullmatch(pattern, constant(got)) is not None


def constant(text):
    """A text with everything that changes from run to run made the same."""
    text = re.sub(r"\b[0-9a-f]{16}-[0-9a-f]+-[0-9a-f]+\b", "ID", text)
    text = re.sub(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} ", "DAY ", text)
    text = re.sub(r'(?<=")[0-9a-f]{8,}(?=")', "TAG", text)
    text = re.sub(r'W/"[\w-]{11}"', "TAG", text)
    text = re.sub(r"\brk_[\w-]{43}(?![\w-])", "KEY", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", text)
    return re.sub(r"\d+(\.\d+)?", "0", text)
