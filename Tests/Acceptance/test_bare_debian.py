"""The Dockerfile's runtime stage, rebuilt with debootstrap: the binary runs as an unprivileged
user in a bare Debian tree with nothing but the packages that stage installs."""

import os
import platform
import shutil
import subprocess

import pytest

from harness.dockerfile import RuntimeStage
from harness.launcher import REPOSITORY
from harness.process import Child, free_port
from harness.wire import get

AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n", "--preserve-env"]


def mirror():
    """The Debian mirror this machine is configured for."""
    codename = platform.freedesktop_os_release()["VERSION_CODENAME"]
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(RELEASE)|$(COMPONENT)|$(REPO_URI)",
         "Created-By: Packages"],
        check=True, capture_output=True, text=True,
    ).stdout
    for line in targets.splitlines():
        release, component, address = line.split("|")
        if (release, component) == (codename, "main"):
            return address
    raise AssertionError(f"no Debian mirror among the package sources:\n{targets}")


@pytest.fixture(scope="module")
def stage():
    return RuntimeStage()


@pytest.fixture(scope="module")
def tree(stage, binary, tmp_path_factory):
    """The tree, with the image's own files copied in."""
    folder = tmp_path_factory.mktemp("debian") / "tree"
    done = subprocess.run(
        [*AS_ROOT, "debootstrap", "--variant=minbase", f"--include={','.join(stage.packages)}",
         stage.release, folder, mirror()],
        capture_output=True, text=True, timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for source, destination in stage.copies:
        origin = binary if source == "/out/rollcall" else REPOSITORY / source
        target = folder / destination.lstrip("/")
        subprocess.run([*AS_ROOT, "install", "-D", "-m", "755", origin, target], check=True)
    # Every container runtime writes this one, and debootstrap does not.
    subprocess.run(
        [*AS_ROOT, "tee", folder / "etc/hosts"],
        input=b"127.0.0.1 localhost\n", stdout=subprocess.DEVNULL, check=True,
    )
    yield folder
    subprocess.run([*AS_ROOT, "rm", "-rf", "--one-file-system", folder], check=True)


@pytest.fixture(scope="module")
def inside(stage, tree):
    """Makes a command that runs in the tree as the image's user.

    As in any container there is a /proc; it is mounted for this command alone.
    """
    user, group = stage.user
    enter = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'

    def wrap(*command):
        return [
            *AS_ROOT, "unshare", "--mount", "sh", "-c", enter, tree, "setpriv", f"--reuid={user}", f"--regid={group}",
            "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", *command,
        ]

    return wrap


@pytest.fixture
def configured(stage, tree, launch):
    """Settings where the image's command looks for them; returns their ports."""
    simulator = launch.simulator()
    etc = tree / "etc/rollcall"
    folder = launch.place("settings")
    in_tree = {
        "cms": {"secretKeyFile": "/etc/rollcall/secret-key",
                "tls": {"caFile": "/etc/rollcall/ca.pem"}},
        "groups": {"file": "/etc/rollcall/groups.yaml"},
    }
    _, settings = launch.settings(folder, simulator.port, in_tree)
    shutil.copy(launch.authority.ca_file, folder / "ca.pem")
    user, group = stage.user
    for name, mode in (("rollcall.yaml", 644), ("groups.yaml", 644), ("ca.pem", 644),
                       ("secret-key", 600)):
        subprocess.run(
            [*AS_ROOT, "install", "-D", "-m", str(mode), "-o", str(user), "-g", str(group),
             folder / name, etc / name],
            check=True,
        )
    return settings


def test_nothing_is_missing_but_what_the_base_image_has(inside):
    done = subprocess.run(inside("ldd", "/usr/local/bin/rollcall"), capture_output=True, text=True)
    assert "not found" not in done.stdout + done.stderr
    assert "libswift" not in done.stdout
    assert "libssl" not in done.stdout


def test_the_list_of_public_authorities_is_there(tree):
    assert (tree / "etc/ssl/certs/ca-certificates.crt").stat().st_size > 100_000


def test_the_image_serves_as_an_unprivileged_user(stage, inside, configured, launch):
    user, group = stage.user
    assert user > 0 and group > 0
    admin = ("127.0.0.1", configured["admin"]["port"])
    address = ("127.0.0.1", configured["listen"]["port"])
    environment = {**stage.environment, "ROLLCALL_LISTEN_HOST": "127.0.0.1",
                   "ROLLCALL_ADMIN_PORT": str(admin[1])}
    child = launch.enter(
        Child(inside(*stage.command), launch.place("tree"), "rollcall", environment)
    )
    child.await_listening(address, admin)
    assert get(address, "/healthz").status == 200
    assert get(address, "/agents/1031").json["freshness"] == "fresh"
    if not AS_ROOT:
        status = open(f"/proc/{child.pid}/status").read()
        assert f"Uid:\t{user}\t{user}\t{user}\t{user}" in status
        assert "CapEff:\t0000000000000000" in status
    assert healthy(inside, stage, admin[1])
    child.end()
    assert child.exit_code == 0
    assert not healthy(inside, stage, admin[1])


def healthy(inside, stage, port):
    """Whether the image's health check passes."""
    environment = {**os.environ, "ROLLCALL_ADMIN_PORT": str(port)}
    done = subprocess.run(inside(*stage.health_command), env=environment,
                          capture_output=True, timeout=10)
    return done.returncode == 0


def test_the_health_check_fails_where_nothing_listens(inside, stage):
    assert not healthy(inside, stage, free_port())


def test_the_demo_runs_there_too(inside, launch):
    demo = launch.enter(
        Child(inside("/usr/local/bin/rollcall", "demo", "--port=0", "--admin-port=0"), launch.place("demo"), "demo")
    )
    demo.await_text("simulated agents in 40 groups")
    assert demo.exit_code is None
