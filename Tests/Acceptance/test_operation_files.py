"""The unit of systemd, the manual page and the completions are what the program is."""

import re
import subprocess
import sys

import pytest

from harness.launcher import REPOSITORY

UNIT = REPOSITORY / "deploy/systemd/rollcall.service"


def test_the_manual_page_is_current_and_clean(binary):
    made = subprocess.run([sys.executable, REPOSITORY / "scripts/man-page", binary],
                          capture_output=True, text=True, check=True).stdout
    assert (REPOSITORY / "deploy/man/rollcall.1").read_text() == made, (
        "run: scripts/man-page BINARY > deploy/man/rollcall.1"
    )
    for command in ("serve", "check\\-config", "probe", "demo", "make\\-key", "simulate\\-cms"):
        assert f".SS rollcall {command}\n" in made
    assert ".SS rollcall make\\-key\n" in made and ".B <name>\n" in made


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_know_commands_and_flags(binary, shell):
    script = subprocess.run([binary, "--generate-completion-script", shell],
                            capture_output=True, text=True, check=True).stdout
    for word in ("check-config", "probe", "config", "force"):
        assert word in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_the_unit_is_valid_and_hardened(binary, tmp_path):
    unit = tmp_path / "rollcall.service"
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/rollcall", str(binary)))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, ""), done.stderr
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", unit],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]


def test_the_unit_holds_no_settings_so_that_a_probe_goes_by_the_same():
    unit = UNIT.read_text()
    assert "ROLLCALL_" not in unit and "LoadCredential" not in unit and "DynamicUser" not in unit
    assert "\nUser=rollcall\nGroup=rollcall\n" in unit
    document = (REPOSITORY / "docs/operations.md").read_text()
    config = re.search(r"^ExecStart=\S+ serve (--config \S+)$", unit, re.MULTILINE)[1]
    assert f"sudo -u rollcall rollcall probe {config}" in document
    assert "useradd --system" in document
    assert "install -m 600 -o rollcall -g rollcall secret-key /etc/rollcall/secret-key" in document


def test_the_document_lists_what_a_reload_can_change():
    source = (REPOSITORY / "Sources/RollcallApp/Settings/SettingKey+operation.swift").read_text()
    listed = re.search(r"changeableWhileRunning: Set<SettingKey> = \[(.*?)\]", source, re.DOTALL)[1]
    changeable = set(re.findall(r"\w+", listed))
    names = {}
    for path in (REPOSITORY / "Sources/RollcallApp/Settings").glob("SettingKey+*.swift"):
        names.update(re.findall(r"static let (\w+) = SettingKey\(\s*\"([\w.]+)\"", path.read_text()))
    text = (REPOSITORY / "docs/operations.md").read_text()
    text = re.search(r"What can change:\n\n(.*?)\n\n", text, re.DOTALL)[1]
    told = re.findall(r"`([a-z]+\.[\w.*]+)`", text.replace("all of `cache` but `cache.maximumBytes`", "`cache.*`"))

    def is_told(name):
        return any(re.fullmatch(word.replace(".", r"\.").replace("*", ".*"), name) for word in told)

    there = {name for key, name in names.items() if key in changeable}
    assert len(there) == len(changeable)
    assert {name for name in names.values() if is_told(name)} - {"cache.maximumBytes"} == there
