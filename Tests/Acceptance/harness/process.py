"""Processes a test starts, and bounded waits for what they are to do."""

import os
import pathlib
import resource
import signal
import socket
import subprocess
import time


def wait_for(condition, what, seconds=20.0):
    """Waits until `condition()` is true-ish and returns its value; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:g} s")
        time.sleep(0.01)


def free_port():
    """A loopback TCP port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(address, timeout=10.0):
    """A stream connection to a (host, port) pair or to a Unix socket's path."""
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=timeout)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    try:
        connection.connect(str(address))
    except OSError:
        connection.close()
        raise
    return connection


def accepts(address):
    """Whether something accepts connections there."""
    try:
        connect(address, timeout=1.0).close()
    except OSError:
        return False
    return True


class Child:
    """A process whose output goes to a file, and which is ended when its scope ends."""

    def __init__(self, command, folder, name, environment=None):
        self.name = name
        self.output = pathlib.Path(folder) / f"{name}.out"
        with open(self.output, "wb") as sink:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )
        self.pid = self._process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    @property
    def text(self):
        """What it has printed so far."""
        return self.output.read_text(errors="replace")

    @property
    def exit_code(self):
        """Its exit code, None while it runs."""
        return self._process.poll()

    def await_listening(self, *addresses, seconds=20.0):
        """Waits until connections are accepted everywhere; fails with its output if it ends."""

        def ready():
            if self.exit_code is not None:
                raise AssertionError(f"{self.name} ended with {self.exit_code}:\n{self.text}")
            return all(accepts(address) for address in addresses)

        wait_for(ready, f"{self.name} listening on {addresses}", seconds)
        return self

    def await_text(self, text, seconds=20.0):
        """Waits until it has printed the text."""
        wait_for(lambda: text in self.text, f"{self.name} printing {text!r}", seconds)

    def send(self, number):
        """Sends a signal."""
        self._process.send_signal(number)

    def await_exit(self, seconds=20.0):
        """Waits for its end and returns the exit code."""
        return self._process.wait(timeout=seconds)

    def end(self):
        """Asks it to stop, and makes it after ten seconds."""
        if self.exit_code is not None:
            return
        self.send(signal.SIGTERM)
        try:
            self.await_exit(10.0)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL)
            self.await_exit(10.0)

    def open_files(self):
        """How many file descriptors it has open."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def seconds_held_up(self):
        """How long its threads were ready and the kernel ran others, added up."""
        tasks = pathlib.Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[1]) for task in tasks) / 1e9

    def resident_bytes(self):
        """Its resident memory."""
        pages = int(pathlib.Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize()
