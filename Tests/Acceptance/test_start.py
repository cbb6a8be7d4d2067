"""What stops a start, always with status 78 and told by `check-config` first, and what does not."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from harness.authority import Authority, openssl
from harness.launcher import SECRET_KEY
from harness.process import Child
from harness.wire import get

AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n", "--preserve-env"]
PATHS = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
USER, GROUP = 10001, 2000


def service(name, port=9464):
    """What Kubernetes sets for a Service of the namespace."""
    prefix = name.upper().replace("-", "_")
    one = f"{prefix}_PORT_{port}_TCP"
    address = f"tcp://10.0.0.1:{port}"
    return {
        f"{prefix}_SERVICE_HOST": "10.0.0.1", f"{prefix}_SERVICE_PORT": str(port),
        f"{prefix}_SERVICE_PORT_HTTP": str(port), f"{prefix}_PORT": address, one: address,
        f"{one}_PROTO": "tcp", f"{one}_PORT": str(port), f"{one}_ADDR": "10.0.0.1",
    }


SERVICES = {**service("rollcall"), **service("rollcall-admin"), **service("rollcall-redis-master", 6379)}


@pytest.fixture
def settings(launch):
    """Writes a good settings file, with changes."""

    def write(changes=None):
        return launch.settings(launch.place("settings"), 28443, changes)[0]

    return write


@pytest.fixture
def refused(binary):
    """Makes sure that `check-config` and `serve` refuse settings alike; returns what they say."""

    def run(path, environment=None, wrap=(), program=binary):
        said = []
        for command in ("check-config", "serve"):
            done = subprocess.run(
                [*wrap, program, command, "--config", path],
                capture_output=True, text=True, timeout=20, env={**PATHS, **(environment or {})},
            )
            assert done.returncode == 78, (command, done.returncode, done.stdout + done.stderr)
            said.append(done.stderr)
        assert said[0] == said[1]
        assert SECRET_KEY not in said[0]
        return said[0]

    return run


def test_the_variables_of_services_stop_nothing(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port, environment=SERVICES)
    assert get(gateway.address, "/agents/1031").status == 200
    assert get(gateway.admin, "/healthz").status == 200
    assert "sets nothing" not in gateway.text


def test_a_variable_that_sets_nothing_is_a_warning(launch, binary, settings):
    done = subprocess.run(
        [binary, "check-config", "--config", settings()], capture_output=True, text=True, timeout=20,
        env={**PATHS, "ROLLCALL_CMS_ACCESS_KEY": "x"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == (
        "Warning: ROLLCALL_CMS_ACCESS_KEY: is an environment variable that sets nothing;"
        " did you mean ROLLCALL_CMS_ACCESSKEY?\n"
    )
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port, environment={"ROLLCALL_CMS_ACCESS_KEY": "x"})
    assert "An environment variable sets nothing." in gateway.text
    assert "ROLLCALL_CMS_ACCESSKEY" in gateway.text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("source", ["file", "variable", "yaml"])
def test_line_ends_after_the_secret_do_not_count(launch, end, source):
    """The simulator would refuse a signature that is made with them."""
    simulator = launch.simulator()
    cms, environment = {"secretKeyFile": None}, {}
    if source == "file":
        secret = launch.place("secret") / "secret-key"
        secret.touch(mode=0o400)
        secret.write_bytes((SECRET_KEY + end).encode())
        cms = {"secretKeyFile": str(secret)}
    elif source == "variable":
        environment["ROLLCALL_CMS_SECRETKEY"] = SECRET_KEY + end
    else:
        cms["secretKey"] = SECRET_KEY + end
    gateway = launch.gateway(simulator.port, {"cms": cms}, environment=environment)
    assert get(gateway.address, "/agents/1031").status == 200
    assert simulator.counters()["badSignatures"] == 0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\ufeff{}", "has a byte order mark at position 1"),
        (" {}", "has a space at position 1"),
        ("{} \n", f"has a space at position {len(SECRET_KEY) + 1}"),
        ("x\n{}", "has a line end at position 2"),
        ('"{}"', "has quotes around it"),
        ("\n", "is empty"),
    ],
)
def test_a_secret_with_something_around_it_is_refused(refused, settings, text, complaint):
    given = text.format(SECRET_KEY)
    path = settings()
    (path.parent / "secret-key").write_text(given, newline="")
    assert complaint in refused(path)
    path = settings({"cms": {"secretKeyFile": None}})
    assert complaint in refused(path, {"ROLLCALL_CMS_SECRETKEY": given})


def test_a_secret_everybody_may_read_is_refused_with_its_mode(refused, settings):
    path = settings()
    (path.parent / "secret-key").chmod(0o444)
    said = refused(path)
    assert "cms.secretKeyFile" in said and "is open to everybody (mode 0444)" in said


def der(source, target, kind):
    openssl(kind, "-in", source, "-outform", "DER", "-out", target)


def encrypted(source, target, _):
    openssl("pkey", "-in", source, "-aes256", "-passout", "pass:x", "-out", target)


def marked(source, target, _):
    target.write_bytes(b"\xef\xbb\xbf" + source.read_bytes())


def emptied(_, target, __):
    target.write_bytes(b"")


@pytest.mark.parametrize("section", ["listen", "cms"])
@pytest.mark.parametrize(
    ("part", "change", "complaint"),
    [
        ("certificateFile", der, "is binary (DER?) and not PEM"),
        ("certificateFile", emptied, "is empty"),
        ("certificateFile", marked, "begins with a byte order mark"),
        ("keyFile", der, "is binary (DER?) and not PEM"),
        ("keyFile", encrypted, "is encrypted"),
        ("keyFile", emptied, "is empty"),
    ],
)
def test_a_certificate_or_key_that_cannot_be_used_is_refused(
    refused, settings, authority, tmp_path, section, part, change, complaint
):
    files = {"certificateFile": authority.certificate_file, "keyFile": authority.key_file}
    faulty = tmp_path / "faulty"
    faulty.touch(mode=0o600)
    change(files[part], faulty, "x509" if part == "certificateFile" else "pkey")
    faulty.chmod(0o600)
    files[part] = faulty
    said = refused(settings({section: {"tls": {key: str(value) for key, value in files.items()}}}))
    assert f"{section}.tls.{part}" in said and complaint in said


@pytest.mark.parametrize("section", ["listen", "cms"])
def test_the_key_of_another_certificate_is_refused(refused, settings, authority, tmp_path, section):
    other = Authority(tmp_path, "other")
    tls = {"certificateFile": str(authority.certificate_file), "keyFile": str(other.key_file)}
    said = refused(settings({section: {"tls": tls}}))
    assert f"is not the key of the first certificate of {section}.tls.certificateFile" in said


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"cms": {"tls": {"serverName": "127.0.0.1"}}}, "cms.tls.serverName"),
        ({"cms": {"tls": {"serverName": "a:1"}}}, "cms.tls.serverName"),
        ({"cms": {"tls": {"caFile": "rollcall.yaml"}}}, "holds no PEM"),
        ({"listen": {"unixSocket": "/tmp/" + "s" * 99}}, "too long for a socket"),
        ({"listen": {"unixSocket": "/tmp"}}, "is a directory"),
        ({"listen": {"host": "10.0.0.256"}}, "is not an IP address"),
        ({"state": {"directory": "/proc/self"}}, "state.directory"),
        ({"state": {"directory": "/nonexistent"}}, "does not exist"),
    ],
)
def test_what_serve_would_stumble_over_is_found(refused, settings, changes, complaint):
    assert complaint in refused(settings(changes))


@pytest.mark.parametrize(
    "text", ["cms:\n\tccId: 1\n", "a: 1\n---\nb: 2\n", "cms: {accessKey: \udcfc}\n", "a: 1\na: 2\n"]
)
def test_a_file_that_is_no_yaml_is_one_problem(refused, tmp_path, text):
    path = tmp_path / "rollcall.yaml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    assert refused(path).startswith("The settings cannot be used: 1 problem.\n")


@pytest.fixture
def container(launch, binary):
    """A place as a container's: root's files on a read-only root, and a user of no rights."""
    simulator = launch.simulator()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="rollcall-"))
    folder.chmod(0o755)
    (folder / "secret").mkdir(mode=0o755)
    shutil.copy(binary, folder / "rollcall")
    shutil.copy(launch.authority.ca_file, folder / "ca.pem")
    secret = folder / "secret/key"
    path, settings = launch.settings(
        folder, simulator.port,
        {"cms": {"secretKeyFile": str(secret), "tls": {"caFile": str(folder / "ca.pem")}}},
    )
    for file in (path, folder / "ca.pem", folder / "groups.yaml"):
        file.chmod(0o644)
    secret.write_text(SECRET_KEY + "\n")
    yield Container(folder, path, settings, secret)
    subprocess.run([*AS_ROOT, "rm", "-rf", "--one-file-system", folder], check=True)


class Container:
    def __init__(self, folder, path, settings, secret):
        self.folder, self.path, self.secret = folder, path, secret
        self.address = ("127.0.0.1", settings["listen"]["port"])
        self.admin = ("127.0.0.1", settings["admin"]["port"])

    def own_secret(self, mode, folder_mode="755"):
        """The secret becomes root's and the group's, as Kubernetes makes it with fsGroup."""
        for command in (["chown", f"0:{GROUP}", self.secret], ["chmod", mode, self.secret],
                        ["chown", "0:0", self.folder / "secret"],
                        ["chmod", folder_mode, self.folder / "secret"]):
            subprocess.run([*AS_ROOT, *command], check=True)

    def enter(self, groups=str(GROUP), read_only=True):
        """What stands before a command that is to run inside."""
        protect = """
            mount --make-rprivate / && mount --bind "$0/secret" "$0/secret" &&
            mount -o remount,bind,ro "$0/secret" && mount -o remount,bind,ro / &&
        """
        return [
            *AS_ROOT, "unshare", "--mount", "sh", "-c", (protect if read_only else "") + 'exec "$@"', self.folder,
            "setpriv", f"--reuid={USER}", f"--regid={USER}", f"--groups={groups}" if groups else "--clear-groups",
            "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all",
        ]


@pytest.mark.parametrize(("mode", "groups"), [("440", str(GROUP)), ("444", "")])
def test_it_serves_as_a_container_of_kubernetes_or_docker_runs_it(container, launch, mode, groups):
    """Kubernetes' fsGroup gives 0440, Docker and Kubernetes without it 0444; both mount it read-only."""
    container.own_secret(mode)
    command = [*container.enter(groups), container.folder / "rollcall", "serve", "--config", container.path]
    child = launch.enter(Child(command, launch.place("container"), "rollcall", SERVICES))
    child.await_listening(container.address, container.admin)
    assert get(container.address, "/agents/1031").status == 200
    child.end()
    assert child.exit_code == 0


def test_what_the_user_may_not_read_is_told_as_that(container, refused):

    def said(mode, folder_mode, groups):
        container.own_secret(mode, folder_mode)
        inside = container.enter(groups, read_only=False)
        return refused(container.path, wrap=inside, program=container.folder / "rollcall")

    assert "may not be read by this user" in said("440", "755", "")
    assert "lies in a folder that this user may not enter" in said("444", "700", str(GROUP))
    assert "is open to everybody (mode 0444)" in said("444", "755", str(GROUP))


@pytest.mark.skipif(shutil.which("setfacl") is None, reason="needs setfacl")
def test_a_secret_handed_over_as_systemd_does_is_taken(container):
    """LoadCredential= gives root's file to the user by an access list, which shows as 0440."""
    container.own_secret("400")
    subprocess.run([*AS_ROOT, "setfacl", "-m", f"u:{USER}:r", container.secret], check=True)
    assert container.secret.stat().st_mode & 0o777 == 0o440
    check = [container.folder / "rollcall", "check-config", "--config", container.path]
    done = subprocess.run([*container.enter(groups="", read_only=False), *check], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
