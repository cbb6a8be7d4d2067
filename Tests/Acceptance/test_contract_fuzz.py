"""schemathesis over the running gateway: whatever is asked, the answer is as openapi.yaml says.

FUZZ_CASES and FUZZ_SEED say how many cases there are at least, and which; see scripts/fuzz-contract.
"""

import os
import pathlib
import re
import subprocess
import sys

from harness.launcher import REPOSITORY

FOLDER = pathlib.Path(__file__).parent
CASES = int(os.environ.get("FUZZ_CASES", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
# About how many cases a round makes for each example an operation may have: some operations take
# no parameters and are exhausted by the first.
CASES_AN_EXAMPLE = 60
SECONDS_A_ROUND = 1_800
UNLINKED_PHASES = "examples,coverage,fuzzing"
ALL_PHASES = UNLINKED_PHASES + ",stateful"


def fuzz(address, contract, folder, *options):
    """One round; returns how many cases it made, and fails with its report where one failed."""
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"),
        *("--config-file", FOLDER / "fuzz/schemathesis.toml"),
        *("run", contract, "--url", f"http://{address[0]}:{address[1]}"),
        *("--checks", "all", "--mode", "all"),
        # One: Python 3.11 cannot read its own syntax trees in two threads at a time (gh-106905).
        *("--workers", 1, "--request-timeout", 20, "--no-color", "--continue-on-failure"),
        *options,
    ]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "fuzz_checks",
        "FUZZED_CONTRACT": str(contract),
        "PYTHONPATH": f"{FOLDER}:{FOLDER / 'fuzz'}",
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS_A_ROUND,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    return int(re.search(r"^  (\d+) generated", done.stdout, re.MULTILINE).group(1))


def test_whatever_is_asked_the_answer_is_as_the_document_says(stack, tmp_path):
    contract = REPOSITORY / "openapi.yaml"
    examples = max(20, min(200, CASES // CASES_AN_EXAMPLE))
    cases, round_number = 0, 0
    while cases < CASES:
        seed = SEED + round_number
        # The operators' routes are linked to nothing, which schemathesis calls an error.
        for address, options in [
            (stack.gateway.address, ("--exclude-tag", "operators", "--phases", ALL_PHASES)),
            (stack.gateway.admin, ("--include-tag", "operators", "--phases", UNLINKED_PHASES)),
        ]:
            options = (*options, "--seed", seed, "--max-examples", examples)
            cases += fuzz(address, contract, tmp_path, *options)
        round_number += 1
        print(f"{cases} cases after round {round_number} (seed {seed})", flush=True)
    assert stack.gateway.exit_code is None
