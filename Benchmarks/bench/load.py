"""Load on loopback, bounded in time: wrk, h2load and curl, held to the load's core."""

import dataclasses
import re
import subprocess
import time

from bench import machine
from bench.figures import percentile


@dataclasses.dataclass(frozen=True)
class Saturation:
    """A server under as much load as the connections give."""

    requests_per_second: float
    microseconds_per_request: float


def run(command, seconds):
    """A load generator's output; fails with it unless it ends well in time."""
    done = subprocess.run(
        machine.on_core(machine.LOAD_CORE, command),
        capture_output=True, text=True, timeout=seconds + 60, check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def saturate(server, target, connections, seconds, port=None):
    """wrk for so long; processor time is the server's, from before to after."""
    url = f"http://127.0.0.1:{port or server.port}{target}"
    before = server.processor_seconds
    text = run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", url], seconds)
    used = server.processor_seconds - before
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{server.name}: {text}")
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))
    return Saturation(rate, used / requests * 1e6)


def walk(server, targets_file, requests, connections):
    """h2load through a file of targets, each connection from its beginning; µs a request."""
    before = server.processor_seconds
    text = run(
        [
            *("h2load", "--h1", "-t1", "-n", requests, "-c", connections),
            *("-B", f"http://127.0.0.1:{server.port}", "-i", targets_file),
        ],
        60,
    )
    used = server.processor_seconds - before
    check_all_succeeded(text, server.name)
    return used / requests * 1e6


def check_all_succeeded(text, name):
    """Fails unless h2load says that every request was answered with 2xx."""
    done = re.search(r"requests: (\d+) total, .*? (\d+) succeeded, (\d+) failed", text)
    codes = re.search(r"status codes: (\d+) 2xx", text)
    if not done or not codes or int(done.group(3)) or int(codes.group(1)) < int(done.group(2)):
        raise RuntimeError(f"{name}: {text}")


@dataclasses.dataclass(frozen=True)
class Answered:
    """A request of the log: when it began (seconds since the epoch), how long it took."""

    began: float
    microseconds: float


class Paced:
    """h2load at a fixed rate for so long, beside whatever else happens."""

    def __init__(self, url, rate, connections, seconds, log):
        self._log = log
        self._seconds = seconds
        # So many requests are sent at this rate in this time; h2load keeps no log in timed runs.
        requests = int(rate * seconds / connections) * connections
        command = [
            *("h2load", "--h1", "-t1", "-c", connections, "-n", requests),
            *(f"--rps={rate / connections:.3f}", f"--log-file={log}", url),
        ]
        self._process = subprocess.Popen(
            machine.on_core(machine.LOAD_CORE, command),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def answers(self):
        """Every request, once all are answered."""
        text, _ = self._process.communicate(timeout=self._seconds + 60)
        check_all_succeeded(text, "h2load")
        rows = (line.split("\t") for line in open(self._log, encoding="ascii"))
        return [Answered(int(row[0]) / 1e6, float(row[2])) for row in rows]


def ninety_ninth(answers):
    """The 99th percentile of the times, in microseconds."""
    return percentile([answer.microseconds for answer in answers], 0.99)


def fetch(arguments, seconds=60, under=()):
    """curl with these arguments; returns the wall time, its own start included.

    `under` is a command that runs it, such as `nice`.
    """
    began = time.perf_counter()
    run([*under, "curl", "--silent", "--show-error", "--fail", *arguments], seconds)
    return time.perf_counter() - began
