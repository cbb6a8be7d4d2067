"""The unit of systemd, the manual page and the completions are what the program is."""

import os
import pty
import re
import select
import signal
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


def completion_script(binary, shell, folder):
    """Writes the shell's completions to a file and returns its path."""
    made = subprocess.run([binary, "--generate-completion-script", shell],
                          capture_output=True, text=True, check=True).stdout
    script = folder / f"rollcall.{shell}"
    script.write_text(made)
    return script


def completed_by_bash(script, words):
    """What bash offers for the last word."""
    line = " ".join(words)
    return subprocess.run(
        ["bash", "--norc", "-c", f"""
            source {script}
            [[ $(complete -p rollcall) == *"-F _rollcall rollcall" ]] || exit 1
            COMP_WORDS=({" ".join(words[:-1])} "{words[-1]}") COMP_CWORD={len(words) - 1}
            COMP_LINE="{line}" COMP_POINT={len(line)}
            _rollcall rollcall "{words[-1]}" "{words[-2]}"
            printf '%s\n' "${{COMPREPLY[@]}}" """],
        capture_output=True, text=True, check=True,
    ).stdout


def completed_by_fish(script, words):
    """What fish offers for the last word."""
    command = f"source {script}; complete -C '{' '.join(words)}'"
    done = subprocess.run(["fish", "--no-config", "-c", command],
                          capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def completed_by_zsh(script, words):
    """What zsh shows when the tabulator key is pressed at a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe("zsh", ["zsh", "-f", "-i"], {**os.environ, "TERM": "dumb", "PS1": "> "})
    try:
        load = "autoload -Uz compinit && compinit -u -D && source {} && compdef _rollcall rollcall"
        os.write(terminal, f"{load.format(script)} && echo lo''aded\n".encode())
        read_until(terminal, b"loaded\r\n")
        # The prompt is there and the line is empty: what comes now is one line and its completions.
        os.write(terminal, " ".join(words).encode() + b"\t\t")
        shown = read_until(terminal, b"", quiet=1.0)
        return shown.decode()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def read_until(terminal, mark, quiet=20.0):
    """Reads until a mark comes; without one until nothing has come for a while after something did."""
    shown = b""
    while not mark or mark not in shown:
        patience = 20.0 if not shown else quiet
        if not select.select([terminal], [], [], patience)[0]:
            assert shown and not mark, shown
            return shown
        shown += os.read(terminal, 65_536)
    return shown


COMPLETED = {"bash": completed_by_bash, "zsh": completed_by_zsh, "fish": completed_by_fish}


@pytest.mark.parametrize("shell", COMPLETED)
def test_each_shell_completes_commands_and_flags(binary, shell, tmp_path):
    script = completion_script(binary, shell, tmp_path)
    flags = COMPLETED[shell](script, ["rollcall", "serve", "--"])
    assert {"--config", "--help", "--version"} <= set(re.findall(r"--[a-z-]+", flags)), flags
    assert "--force" not in flags
    commands = COMPLETED[shell](script, ["rollcall", ""])
    assert {"serve", "check-config", "probe", "demo", "make-key", "simulate-cms"} <= set(
        re.findall(r"[a-z-]+", commands)
    ), commands


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
    excepted = set()
    for section, exceptions in re.findall(r"all of `(\w+)` but ((?:`[\w.]+`(?: and )?)+)", text):
        excepted |= set(re.findall(r"`([\w.]+)`", exceptions))
        text = text.replace(f"all of `{section}` but {exceptions}", f"`{section}.*`")
    told = re.findall(r"`([a-z]+\.[\w.*]+)`", text)

    def is_told(name):
        return name not in excepted and any(re.fullmatch(word.replace(".", r"\.").replace("*", ".*"), name) for word in told)

    there = {name for key, name in names.items() if key in changeable}
    assert len(there) == len(changeable)
    assert {name for name in names.values() if is_told(name)} == there
