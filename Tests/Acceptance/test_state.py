"""What outlives a restart, a kill and a full disk: the lock-out and the quota."""

import contextlib
import pathlib
import signal
import subprocess

import pytest

from harness.process import wait_for
from harness.scripted_cms import Reply, rows
from harness.wire import get

LOCKED = Reply(
    status=401,
    body=b'{"timestamp":1795420800000,"status":401,"error":"Unauthorized",'
    b'"message":"No message available","path":"/rest"}',
)
FIREWALL = Reply(status=403, body=b"<html>Forbidden</html>")


@pytest.fixture
def small_disk(tmp_path):
    """A state directory on a disk of 1 MiB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder):
    """Takes all the room the disk has left."""
    with contextlib.suppress(OSError), open(folder / "filler", "ab") as filler:
        while True:
            filler.write(b"x" * 4096)
            filler.flush()


def kill(gateway):
    gateway.send(signal.SIGKILL)
    gateway.await_exit()


def start(launch, server, folder, **settings):
    changes = {"state": {"directory": str(folder)}, **settings}
    return launch.gateway(server.port, changes)


def test_killed_and_started_20_times_a_quota_of_10_calls_an_hour_is_10_calls(launch, cms):
    folder = launch.place("state")
    quota = {"callQuota": {"calls": 10, "window": "1h"}}
    for number in range(20):
        gateway = start(launch, cms, folder, cms=quota)
        get(gateway.address, f"/agents/{2000 + number}", headers={"Prefer": "wait=1"})
        kill(gateway)
    assert len(cms.calls) == 10
    (folder / "quota").write_bytes(b"no longer what it was")
    gateway = start(launch, cms, folder, cms=quota)
    get(gateway.address, "/agents/2000", headers={"Prefer": "wait=1"})
    assert "the quota counts as spent" in gateway.text
    assert len(cms.calls) == 10


def test_a_quota_without_a_state_directory_is_a_warning(launch, cms):
    gateway = launch.gateway(cms.port, {"cms": {"callQuota": {"calls": 10, "window": "1h"}}})
    gateway.await_text("cms.callQuota counts from zero after each start")


@pytest.mark.parametrize("is_full_before", [False, True])
def test_a_refused_signature_on_a_full_disk_is_not_tried_again(
    launch, cms, small_disk, is_full_before
):
    cms.answer = lambda call: LOCKED
    gateway = start(launch, cms, small_disk)
    if is_full_before:
        fill(small_disk)
    assert get(gateway.address, "/agents/1031").json["code"] == "cms-locked-out"
    fill(small_disk)
    for _ in range(3):
        kill(gateway)
        gateway = start(launch, cms, small_disk)
        assert get(gateway.address, "/agents/1031").json["code"] == "cms-locked-out"
        assert "All calls to the CMS stay stopped" in gateway.text
    assert len(cms.calls) == 1
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "lockout"]


def test_calls_that_a_firewall_forbids_again_and_again_stay_stopped_over_a_restart(launch, cms):
    folder = launch.place("state")
    cms.answer = lambda call: FIREWALL
    gateway = start(launch, cms, folder, cms={"connectTimeout": "1s"})

    def is_locked_out():
        code = get(gateway.address, "/agents/1031", headers={"Prefer": "wait=1"}).json["code"]
        return code == "cms-locked-out"

    wait_for(is_locked_out, "the third 403", 30)
    calls = len(cms.calls)
    assert calls == 3
    for _ in range(2):
        kill(gateway)
        gateway = start(launch, cms, folder)
        assert is_locked_out()
    assert len(cms.calls) == calls


def test_a_lock_out_that_cannot_be_read_means_waiting(launch, cms):
    folder = launch.place("state")
    pathlib.Path(folder, "lockout").write_bytes(b"damaged")
    gateway = start(launch, cms, folder)
    assert get(gateway.address, "/agents/1031").json["code"] == "cms-locked-out"
    assert "The lock-out file cannot be read" in gateway.text
    assert cms.calls == []


def test_who_corrects_the_secret_by_a_reload_is_not_told_of_calls_that_were_not_taken(
    launch, cms
):
    folder = launch.place("state")
    secret = folder / "secret-key"
    secret.touch(mode=0o600)
    secret.write_text("wrong")
    cms.answer = lambda call: LOCKED
    gateway = start(launch, cms, folder, cms={"secretKeyFile": str(secret)})
    assert get(gateway.address, "/agents/1031").json["code"] == "cms-locked-out"
    assert "reload (SIGHUP)" in gateway.text
    secret.write_text("right")
    gateway.send(signal.SIGHUP)
    gateway.await_text("The credentials have changed")
    assert "accepts our calls again" not in gateway.text
    cms.answer = lambda call: rows(call.ids)
    assert get(gateway.address, "/agents/1031").status == 200
    assert len(cms.calls) == 2
