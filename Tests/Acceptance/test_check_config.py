"""`rollcall check-config`: what would be used, or everything that is wrong at once."""

import subprocess

import pytest
import yaml

from harness.launcher import REPOSITORY, SECRET_KEY


@pytest.fixture
def check(binary):
    """Runs the command on a file; returns its exit code and all it printed."""

    def run(path, **environment):
        done = subprocess.run(
            [binary, "check-config", "--config", path],
            capture_output=True, text=True, timeout=20, env={"PATH": "/usr/bin:/bin", **environment},
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def settings(launch):
    """A good settings file, with changes."""

    def write(changes=None, groups=None):
        return launch.settings(launch.place("settings"), 28443, changes, groups)[0]

    return write


def test_a_good_file_is_shown_with_the_secret_hidden(check, settings):
    path = settings({"cms": {"secretKeyFile": None, "secretKey": SECRET_KEY}})
    code, text = check(path)
    assert code == 0, text
    assert "https://localhost:28443" in text
    assert "cache.timeToLive" in text and "2s" in text
    assert SECRET_KEY not in text


def test_all_problems_are_told_at_once(check, settings):
    code, text = check(settings({
        "listen": {"port": 99_999},
        "admin": {"prot": 1},
        "cms": {"vdns": [0], "requestTimeout": "soon", "signing": {"signedHeaders": "some"}},
        "cache": {"timeToLiv": "2s"},
        "colour": "red",
    }))
    assert code != 0
    for named in (
        "listen.port", "99999", "admin.prot", "admin.port", "cms.vdns", "cms.requestTimeout",
        "soon", "cms.signing.signedHeaders", "cache.timeToLiv", "cache.timeToLive", "colour",
    ):
        assert named in text, f"{named} is not named in:\n{text}"


@pytest.mark.parametrize(
    ("groups", "named"),
    [
        ({"billing": {"agents": [100]}}, ["billing", "100"]),
        ({"billing": {"agents": ["2000-1000"]}}, ["billing", "2000-1000"]),
        ({"billing": {"agents": []}}, ["billing"]),
        ({"billing": {"members": [1031]}}, ["billing", "members"]),
        ({"billing": {"agents": ["x"]}, "other": {"agents": [1]}}, ["billing", "x", "other", "1"]),
    ],
)
def test_groups_that_cannot_be_are_named(check, settings, groups, named):
    code, text = check(settings(groups=groups))
    assert code != 0
    for name in named:
        assert name in text


def test_a_group_given_twice_is_named(check, settings):
    path = settings()
    groups = path.parent / "groups.yaml"
    groups.write_text("billing: {agents: [1031]}\nbilling: {agents: [1032]}\n")
    code, text = check(path)
    assert code != 0 and "billing" in text


def test_files_that_cannot_be_read_are_named(check, settings):
    gone = "/nonexistent/gone"
    code, text = check(settings({
        "cms": {"secretKeyFile": gone + "-secret", "tls": {"caFile": gone + "-ca"}},
        "groups": {"file": gone + "-groups"},
    }))
    assert code != 0
    for key in ("cms.secretKeyFile", "groups.file", gone + "-secret", gone + "-groups"):
        assert key in text, text


def test_a_secret_others_may_read_is_refused(check, settings):
    path = settings()
    (path.parent / "secret-key").chmod(0o644)
    code, text = check(path)
    assert code != 0 and "cms.secretKeyFile" in text


def test_text_that_is_no_yaml_is_told_with_its_line(check, tmp_path):
    path = tmp_path / "rollcall.yaml"
    path.write_text("listen:\n  port: 8080\n bad\n")
    code, text = check(path)
    assert code != 0 and str(path) in text


def test_a_variable_goes_over_the_file(check, settings):
    code, text = check(settings(), ROLLCALL_LISTEN_PORT="8123")
    assert code == 0 and "8123" in text


def test_serve_refuses_the_same_files(launch, settings):
    path = settings({"colour": "red"})
    child = launch.command("serve", "--config", path)
    assert child.await_exit(10) != 0
    assert "colour" in child.text


def test_the_shipped_examples_are_good(check, tmp_path):
    for name in ("rollcall.example.yaml", "groups.example.yaml"):
        assert (REPOSITORY / "deploy" / name).exists()
    example = yaml.safe_load((REPOSITORY / "deploy/rollcall.example.yaml").read_text())
    secret = tmp_path / "secret-key"
    secret.touch(mode=0o600)
    secret.write_text(SECRET_KEY)
    code, text = check(
        REPOSITORY / "deploy/rollcall.example.yaml",
        ROLLCALL_CMS_SECRETKEYFILE=str(secret),
        ROLLCALL_GROUPS_FILE=str(REPOSITORY / "deploy/groups.example.yaml"),
    )
    assert code == 0, text
    assert example["cms"]["baseURLs"][0] in text
