"""Fixtures: what a test needs is started for it, and ended after it."""

import os
import pathlib
import time
import types

import pytest

from harness.authority import Authority
from harness.contract import Contract
from harness.launcher import Launcher
from harness.scripted_cms import ScriptedCMS
from harness.wire import get


@pytest.fixture(scope="session")
def binary():
    """The release binary under test."""
    path = os.environ.get("ACCEPTANCE_BINARY")
    if not path:
        pytest.exit("set ACCEPTANCE_BINARY to the rollcall binary, or run scripts/test", 4)
    return pathlib.Path(path).resolve(strict=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A private CA made for this run."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def launch(binary, authority, tmp_path):
    """Starts processes for one test."""
    with Launcher(binary, authority, tmp_path) as launcher:
        yield launcher


@pytest.fixture(scope="module")
def stack(binary, authority, tmp_path_factory):
    """Simulator, gateway and nginx, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("stack")
    with Launcher(binary, authority, folder) as launcher:
        simulator = launcher.simulator()
        gateway = launcher.gateway(simulator.port)
        nginx = launcher.nginx(gateway.address)
        contract = Contract(get(gateway.address, "/openapi.yaml").body)
        yield types.SimpleNamespace(
            simulator=simulator, gateway=gateway, nginx=nginx, contract=contract
        )


@pytest.fixture
def cms(authority):
    """A CMS whose answers the test scripts."""
    with ScriptedCMS(authority).running() as running:
        yield running


def pytest_terminal_summary(terminalreporter):
    """Tells how long this half of scripts/test took, its builds included."""
    if began := os.environ.get("ACCEPTANCE_BEGAN"):
        seconds = time.time() - float(began)
        terminalreporter.write_line(f"--- Acceptance, all together: {seconds:.0f} s")
