"""A steady stream of requests, and what came of each."""

import concurrent.futures
import dataclasses
import time

from harness.wire import Connection


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One request: its target, when it was asked (Unix time, seconds), and its answer."""

    target: str
    asked_at: float
    status: int | None
    body: dict | None


def storm(address, targets, seconds, rate=500, clients=5):
    """Asks for the targets in turn, `rate` requests a second, over kept connections."""
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        shares = [
            pool.submit(_client, address, targets[number::clients], seconds, rate / clients)
            for number in range(clients)
        ]
        return [outcome for share in shares for outcome in share.result()]


def _client(address, targets, seconds, rate):
    outcomes = []
    start = time.monotonic()
    with Connection(address) as connection:
        for number in range(int(seconds * rate)):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            if time.monotonic() - start > seconds:
                break
            target = targets[number % len(targets)]
            asked_at = time.time()
            answer = connection.request(target)
            outcomes.append(
                Outcome(target, asked_at, answer and answer.status, answer and answer.json)
            )
    return outcomes
