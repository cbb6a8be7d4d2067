"""The shipped unit under a systemd of its own: started, asked, reloaded, killed, stopped, refused."""

import os
import subprocess

import pytest

from harness.launcher import REPOSITORY

MACHINE = REPOSITORY / "Tests/Acceptance/systemd/machine"
TRIAL = REPOSITORY / "Tests/Acceptance/systemd/trial"
UNIT = REPOSITORY / "deploy/systemd/rollcall.service"
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--cgroup", "--ipc", "--uts", "--net", "--kill-child"]

# The limit that allows the unit's -4 is 20 + 4.
RAISED_NICE_IS_ALLOWED = subprocess.run([*AS_ROOT, "prlimit", "--nice=24:24", "true"]).returncode == 0


def can_be_done(folder):
    """Whether this machine lets us have namespaces, an overlay and control groups of our own."""
    script = """
        mount --make-rprivate / && mount -t tmpfs tmpfs "$0" && mkdir "$0"/{a,b,c,d} &&
        mount -t overlay overlay -o "lowerdir=/,upperdir=$0/a,workdir=$0/b" "$0/c" && mount -t cgroup2 none "$0/d"
    """
    return subprocess.run([*AS_ROOT, *NAMESPACES, "bash", "-c", script, folder], timeout=60).returncode == 0


@pytest.fixture(scope="module")
def trial(binary, tmp_path_factory):
    """What the trial said: its lines by name, and all of it."""
    folder = tmp_path_factory.mktemp("systemd")
    if not can_be_done(folder):
        pytest.skip("needs leave for namespaces, an overlay and control groups")
    machine = [MACHINE, binary, UNIT, TRIAL, folder]
    with open(folder / "console", "wb") as console:
        done = subprocess.run([*AS_ROOT, *NAMESPACES, *machine], stdout=console, stderr=console, timeout=300)
    said = (folder / "trial").read_text() if (folder / "trial").exists() else ""
    assert done.returncode == 0, (folder / "console").read_text()[-2000:] + said[-2000:]
    return dict(line.split(": ", 1) for line in said.splitlines() if ": " in line), said


def test_the_unit_starts_restarts_and_stops(trial):
    lines, said = trial
    assert lines["started"] == "active running success 0", said
    assert '"reported":500' in lines["answer"]
    assert lines["ready"] == '{"ready":true,"degraded":[]}'
    assert lines["restarted"] == "active running success 0"
    assert lines["stopped"] == "inactive dead success 0"


def test_the_unit_reloads(trial):
    assert '"name":"support"' in trial[0]["reloaded"]


def test_what_the_unit_takes_away_is_not_there_and_what_it_gives_is(trial):
    lines, _ = trial
    assert lines["process"] == "CapEff: 0000000000000000 NoNewPrivs: 1 Seccomp: 2"
    assert lines["user"] == "rollcall"
    assert lines["kept"] == "rollcall 700 lockout snapshot"
    assert "No such file" in lines["gone"]


def test_settings_that_cannot_be_used_are_not_tried_again(trial):
    assert trial[0]["refused"] == "failed failed exit-code 78"


def test_the_log_has_rollcalls_lines_alone(trial):
    log = trial[1].split("\nlog:\n", 1)[1]
    assert "Rollcall serves." in log and "Rollcall has stopped." in log
    # Where nobody may raise a limit, LimitNICE has no effect, and the runtime says so.
    refused = "" if RAISED_NICE_IS_ALLOWED else "Failed to set thread priority"
    others = [line for line in log.splitlines() if not (refused and refused in line)]
    assert not any("Failed to" in line for line in others), others
