"""Checks of ours that schemathesis makes on every answer, beside its own."""

import os
import pathlib
import re
import types

import schemathesis

from harness.contract import PROBLEM, Contract

CONTRACT = Contract(pathlib.Path(os.environ["FUZZED_CONTRACT"]).read_text())
MAXIMUM_IDS = 60_000


@schemathesis.check
def headers_are_the_documented_ones(ctx, response, case):
    """No answer has a header its description lacks, nor lacks one it must have."""
    plain = types.SimpleNamespace(status=response.status_code, headers=response.headers)
    CONTRACT.check_headers(case.operation.path, case.method, plain)


@schemathesis.check
def problems_are_complete(ctx, response, case):
    """Every answer that is no success tells a problem that names its request and its status."""
    if response.status_code < 400 or case.method == "HEAD":
        return
    assert response.headers["content-type"] == [PROBLEM]
    problem = response.json()
    assert problem["status"] == response.status_code
    assert [problem["requestId"]] == response.headers["x-request-id"]
    assert problem["type"] == f"urn:rollcall:problem:{problem['code']}"


@schemathesis.check
def a_question_runs_out_of_time_only_if_it_asked_to(ctx, response, case):
    """What schemathesis.toml lets pass as 504 asked for an answer at once."""
    if response.status_code != 504:
        return
    wishes = " ".join(str(value) for value in (case.headers or {}).values())
    assert "wait=" in wishes or "only-if-cached" in wishes, f"504 without a wish: {wishes}"


@schemathesis.check
def a_list_is_refused_only_if_it_is_wrong(ctx, response, case):
    """What schemathesis.toml lets pass as 400 has a range no pattern can forbid, or is too long."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    body = case.body if isinstance(case.body, dict) else {}
    items = body.get("ids") or str((case.query or {}).get("ids", "")).split(",")
    assert is_wrong(items), f"a sound list was refused: {items}"


@schemathesis.check
def a_list_is_not_acceptable_only_if_it_is_not_accepted(ctx, response, case):
    """What schemathesis.toml lets pass as 406 rules out both media types of lists."""
    if response.status_code != 406:
        return
    accepted = str((case.headers or {}).get("Accept", ""))
    ours = r"(\*/\*|application/(\*|json|x-ndjson))(?![^,]*q=0(\.0*)?\s*(,|;|$))"
    assert not re.search(ours, accepted, re.IGNORECASE), f"acceptable: {accepted}"


def is_wrong(items):
    """Whether a list names a range or a number of agents it may not, or what is no range at all:
    a link can have brought that into a request that is otherwise sound."""
    count = 0
    for item in map(str, items):
        if not re.fullmatch(r"\d+(-\d+)?", item, re.ASCII):
            return True
        first, _, last = item.partition("-")
        lower, upper = int(first), int(last or first)
        if upper < lower or (lower < 60_000 <= upper):
            return True
        count += upper - lower + 1
    return count > MAXIMUM_IDS
