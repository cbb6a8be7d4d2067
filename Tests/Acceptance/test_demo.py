"""`rollcall demo`, used as a newcomer would: its lines are run as they are printed."""

import json
import re
import signal
import subprocess

from harness.process import wait_for


def curl_lines(text):
    return re.findall(r"^\s*(curl .*\S)\s*$", text, re.MULTILINE)


def test_every_line_the_demo_prints_works(launch):
    demo = launch.command("demo", "--port", "0", "--admin-port", "0", name="demo")
    lines = wait_for(lambda: len(curl_lines(demo.text)) >= 3 and curl_lines(demo.text), "curl lines")
    for line in lines:
        done = subprocess.run(
            ["bash", "-c", line.replace("curl ", "curl --fail-with-body ", 1)],
            capture_output=True, text=True, timeout=20,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        assert done.stdout
    joined = "\n".join(lines)
    assert "/agents/" in joined and "/status" in joined and "ids=" in joined
    demo.send(signal.SIGINT)
    assert demo.await_exit(10) == 0


def test_the_demo_has_20000_agents_in_40_groups(launch):
    demo = launch.command("demo", "--port", "0", "--admin-port", "0", name="demo")
    lines = wait_for(lambda: curl_lines(demo.text), "curl lines")
    base = re.search(r"http://[^/\s'\"]+", lines[0]).group(0)
    listed = subprocess.run(["curl", "-sf", f"{base}/groups"], capture_output=True, timeout=20)
    groups = json.loads(listed.stdout)["groups"]
    assert len(groups) == 40
    assert sum(group["size"] for group in groups) == 20_000


def test_help_teaches(binary):
    whole = subprocess.run([binary, "--help"], capture_output=True, text=True, timeout=20)
    assert whole.returncode == 0
    for command in ("serve", "demo", "check-config", "simulate-cms"):
        assert command in whole.stdout
        page = subprocess.run([binary, command, "--help"], capture_output=True, text=True, timeout=20)
        assert page.returncode == 0 and "USAGE" in page.stdout
