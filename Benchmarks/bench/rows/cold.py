"""Agents nobody has seen: a large group from the CMS, and hits meanwhile."""

import datetime
import hashlib
import hmac
import json
import time
import urllib.parse

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved
from bench.servers import ACCESS_KEY, LEISURELY, SECRET_KEY, VDNS, is_whole

PATH = "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"
CHUNK = 6_000
FIRST = 100_000
LATENCY = "200ms"
AGENT = "/agents/1031"
HIT_RATE = 2_000
CALLS = {"cms": {"maximumConcurrentCalls": 10}}


def group(first, count):
    """A group of so many agents from this one on."""
    return {"agents": [f"{first}-{first + count - 1}"]}


def cold_group(stage, plan):
    """The group's list from the CMS, beside curl fetching the same bodies in parallel."""
    groups = {"all": group(FIRST, plan.agents)}
    with stage.part():
        simulator = stage.simulator(LATENCY)
        used = []
        found = interleaved(plan.cold_repeats, {
            "rollcall": lambda: cold_list(stage, simulator, groups, used),
            "curl": lambda: curl_in_parallel(stage, simulator, plan.agents),
        })
    what = f"cold group of {plan.agents:,}, CMS at {LATENCY}"
    return [
        Finding(
            "cold", f"{what}: wall time", "s", Series.of(found["rollcall"]), "curl --parallel",
            Series.of(found["curl"]), Goal(1.3),
            note="each time a new process that has had one agent from the CMS, and with it one "
            "connection; 10 calls at once on both sides",
        ),
        Finding(
            "cold", f"{what}: processor time an id", "µs",
            Series.of(seconds / plan.agents * 1e6 for seconds in used), goal=Goal(3),
        ),
    ]


def cold_list(stage, simulator, groups, used):
    """Wall time of a group's list from a new gateway; its processor time goes to `used`.

    A gateway that has had no answer yet sends its first call alone, lest a wrong key lock its
    address; that is over when the clock starts.
    """
    with stage.part():
        gateway = stage.gateway(simulator, groups, CALLS)
        gateway.get(AGENT)
        body = stage.place("body") / "body"
        before = gateway.processor_seconds
        url = f"http://127.0.0.1:{gateway.port}/groups/all/agents"
        took = load.fetch(["--output", body, "--header", "Prefer: wait=30", url])
        used.append(gateway.processor_seconds - before)
        check_complete(body)
    return took


def check_complete(path):
    """Fails unless every agent of a list came fresh."""
    body = path.read_bytes()
    path.unlink()
    if not is_whole(body):
        raise RuntimeError("the cold list lacks agents")


def curl_in_parallel(stage, simulator, agents):
    """Wall time of the same calls made by curl, all at once."""
    took, answers = fetch_chunks(stage, simulator, agents)
    for answer in answers:
        answer.unlink()
    return took


def fetch_chunks(stage, simulator, agents):
    """The wall time of curl fetching the calls in parallel, and the files with the answers."""
    folder = stage.place("curl")
    lines, answers = ["parallel", "parallel-immediate", "parallel-max = 10"], []
    for number, first in enumerate(range(FIRST, FIRST + agents, CHUNK)):
        ids = list(range(first, min(first + CHUNK, FIRST + agents)))
        body = json.dumps({"ccId": 1, "vdn": VDNS[0], "agentIds": ids}, separators=(",", ":"))
        (folder / f"ask{number}").write_text(body)
        answers.append(folder / f"answer{number}")
        lines += ["next"] if number else []
        lines += [
            f'url = "https://localhost:{simulator.port}{PATH}"', "http1.1", "fail",
            f'cacert = "{stage.authority.ca_file}"', f'output = "{answers[-1]}"',
            f'data-binary = "@{folder}/ask{number}"',
            *(f'header = "{header}"' for header in signed(body, simulator.port)),
        ]
    (folder / "config").write_text("\n".join(lines))
    took = load.fetch(["--config", folder / "config"])
    for answer in answers:
        if b'"0100000"' not in answer.read_bytes():
            raise RuntimeError(f"curl got {answer.read_bytes()[:200]!r}")
    return took, answers


def signed(body, port):
    """The headers of a call, signed as the contract says."""
    kind, host = "application/json;charset=UTF-8", f"localhost:{port}"
    headers = {"content-length": str(len(body)), "content-type": kind, "host": host}
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
    prefix = f"auth-v2/{ACCESS_KEY}/{stamp}/{';'.join(headers)}"
    lines = ["POST", PATH, ";".join(headers)]
    lines += [f"{quoted(name)}:{quoted(value)}" for name, value in headers.items()]
    signature = digest(digest(SECRET_KEY, prefix), "\n".join([*lines, quoted(body)]))
    return [f"Content-Type: {kind}", f"Authorization: {prefix}/{signature}"]


def quoted(text):
    return urllib.parse.quote(text, safe="-._~")


def digest(key, message):
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def hits_during_fan_out(stage, plan):
    """p99 of hits at a fixed rate while a cold group comes in, beside the same without."""
    groups = {
        f"cold{number}": group(FIRST + number * plan.agents, plan.agents)
        for number in range(plan.cold_repeats)
    }
    with stage.part():
        gateway = stage.gateway(stage.simulator(LATENCY), groups, CALLS)
        gateway.get(AGENT)
        left = list(groups)
        found = interleaved(plan.cold_repeats, {
            "alone": lambda: load.ninety_ninth(hits_beside(stage, gateway, None)),
            "during": lambda: load.ninety_ninth(hits_beside(stage, gateway, left.pop())),
        })
    return [Finding(
        "hits-during-fan-out", f"hits at {HIT_RATE} a second during the fan-out: p99", "µs",
        Series.of(found["during"]), "hits alone", Series.of(found["alone"]), Goal(2),
        note="only hits begun while the fan-out ran; CMS, curl and load generator share a core",
    )]


def hits_beside(stage, gateway, name):
    """The hits of two seconds, or those that began while the group of that name was fetched.

    curl leaves the core to the load generator, for the same reason as the CMS.
    """
    folder = stage.place("hits")
    url = f"http://127.0.0.1:{gateway.port}"
    with load.Paced(f"{url}{AGENT}", HIT_RATE, 16, 2, folder / "log") as running:
        if name is None:
            return running.answers()
        time.sleep(0.5)
        began = time.time()
        target = f"{url}/groups/{name}/agents"
        wanted = ["--output", folder / "body", "--header", "Prefer: wait=30", target]
        load.fetch(wanted, under=LEISURELY)
        ended = time.time()
        (folder / "body").unlink()
        answers = running.answers()
    return [answer for answer in answers if began <= answer.began <= ended]
