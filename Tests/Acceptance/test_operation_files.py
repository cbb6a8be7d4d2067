"""The unit of systemd, the manual page and the completions are what the program is."""

import re
import shutil
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
    for command in ("serve", "check\\-config", "probe", "demo", "simulate\\-cms"):
        assert f".SS rollcall {command}\n" in made


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_know_commands_and_flags(binary, shell, tmp_path):
    script = subprocess.run([binary, "--generate-completion-script", shell],
                            capture_output=True, text=True, check=True).stdout
    for word in ("check-config", "probe", "config", "force"):
        assert word in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script)
        subprocess.run([shell, "-n", tmp_path / "script"], check=True)


def test_the_unit_is_valid_and_hardened(binary, tmp_path):
    unit = tmp_path / "rollcall.service"
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/rollcall", str(binary)))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, ""), done.stderr
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", unit],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]


def test_the_unit_names_settings_there_are():
    for variable in re.findall(r"^Environment=(ROLLCALL_\w+)=", UNIT.read_text(), re.MULTILINE):
        key = variable.removeprefix("ROLLCALL_").replace("_", ".").lower()
        assert key in (REPOSITORY / "docs/configuration.md").read_text().lower()
