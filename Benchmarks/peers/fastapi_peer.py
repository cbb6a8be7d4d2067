"""The gateway a team would write in Python: FastAPI, aiohttp, aiodataloader, orjson.

The same routes and fields as rollcall's: one agent, a list, a group's agents and roll-up. Ids asked
for in the same turn of the loop go into one signed call of at most 6000; answers are kept for a
time to live. What rollcall has beyond that (limits, staleness, retries, protection of the CMS,
metrics) is left out, in this peer's favour.
"""

import contextlib
import datetime
import hashlib
import hmac
import os
import ssl
import time
import urllib.parse

import aiohttp
import orjson
import yaml
from aiodataloader import DataLoader
from fastapi import FastAPI, Request, Response

PATH = "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"
CONTENT_TYPE = "application/json;charset=UTF-8"
URL = os.environ["CMS_URL"]
HOST = URL.partition("://")[2]
ACCESS_KEY, SECRET_KEY = os.environ["CMS_AK"], os.environ["CMS_SK"]
TIME_TO_LIVE = float(os.environ["TIME_TO_LIVE"])
VDN = 170
STATES = [
    "signedOut", "idle", "reserved", "occupied", "answering", "talking", "working", "busy",
    "resting", "studying", "afterCall",
]
NO_REASON = 65_535
UNKNOWN_SECONDS = 4_294_967_295
FIRST_UNREAL_LOGON = 4_291_747_200_000


def members(items):
    """The ids of a groups file's list: numbers and ranges."""
    for item in items:
        first, _, last = str(item).partition("-")
        yield from range(int(first), int(last or first) + 1)


with open(os.environ["GROUPS"], encoding="utf-8") as file:
    GROUPS = {name: list(members(group["agents"])) for name, group in yaml.safe_load(file).items()}


def digest(key, message):
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def encoded(text):
    return urllib.parse.quote(text, safe="-._~")


def signed_headers(body):
    """The vendor's signature over path, headers and body."""
    headers = {"content-length": str(len(body)), "content-type": CONTENT_TYPE, "host": HOST}
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
    names = ";".join(headers)
    prefix = f"auth-v2/{ACCESS_KEY}/{stamp}/{names}"
    lines = ["POST", PATH, names]
    lines += [f"{encoded(name)}:{encoded(value)}" for name, value in headers.items()]
    lines.append(encoded(body.decode()))
    signature = digest(digest(SECRET_KEY, prefix), "\n".join(lines))
    return {**headers, "authorization": f"{prefix}/{signature}"}


def timestamp(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def agent(row, now):
    """A row in the schema of the answers."""
    code = row["currentState"]
    previous = row["prevState"]
    logon = row["logonTime"]
    return {
        "id": row["agentId"],
        "state": STATES[code] if 0 <= code < len(STATES) else "unknown",
        "stateCode": code,
        "stateSince": timestamp(now - row["currentStateTime"]),
        "stateSeconds": row["currentStateTime"],
        "reasonCode": None if row["currentStateReason"] == NO_REASON else row["currentStateReason"],
        "previousState": STATES[previous] if 0 <= previous < len(STATES) else "unknown",
        "previousStateSeconds":
            None if row["prevStateTime"] == UNKNOWN_SECONDS else row["prevStateTime"],
        "signedInAt": None if logon >= FIRST_UNREAL_LOGON else timestamp(logon / 1000),
        "releasedCalls": row["agentRelease"],
        "privateCalls": row["currentPrivateCallNum"],
        "locationId": None if row["locationId"] == NO_REASON else row["locationId"],
        "observedAt": timestamp(now),
        "freshness": "live",
    }


class Agents(DataLoader):
    """Batches ids into calls to the CMS."""

    max_batch_size = 6000
    cache = False

    def __init__(self, session):
        super().__init__()
        self._session = session

    async def batch_load_fn(self, ids):
        body = orjson.dumps({"ccId": 1, "vdn": VDN, "agentIds": list(ids)})
        headers = signed_headers(body)
        async with self._session.post(URL + PATH, data=body, headers=headers) as answer:
            answer.raise_for_status()
            content = orjson.loads(await answer.read())
        now = time.time()
        rows = {
            row["agentId"]: (now - row["currentStateTime"], agent(row, now))
            for row in content["resultDesc"]
        }
        return [rows.get(number) for number in ids]


class Book:
    """What was seen of the agents, for a time to live: since when in the state, and the fields."""

    def __init__(self, loader):
        self._loader = loader
        self._held = {}

    async def one(self, number):
        """An agent, from memory when it is young enough."""
        return (await self.many([number]))[0]

    async def many(self, numbers):
        """Agents in the order asked."""
        now = time.monotonic()
        missing = [
            number for number in numbers
            if (held := self._held.get(number)) is None or held[0] <= now
        ]
        if missing:
            expiry = now + TIME_TO_LIVE
            for number, found in zip(missing, await self._loader.load_many(missing)):
                self._held[number] = (expiry, found)
        return [self._held[number][1] for number in numbers]


@contextlib.asynccontextmanager
async def lifespan(application):
    context = ssl.create_default_context(cafile=os.environ["CMS_CA"])
    connector = aiohttp.TCPConnector(ssl=context, limit=10)
    async with aiohttp.ClientSession(connector=connector) as session:
        application.state.book = Book(Agents(session))
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


def json_answer(content):
    return Response(orjson.dumps(content), media_type="application/json")


def not_found():
    return Response(b'{"code":"not-found"}', 404, media_type="application/problem+json")


def aged(held, now):
    """An agent with its seconds as of now."""
    since, fields = held
    return {**fields, "stateSeconds": int(now - since), "freshness": "cached"}


@app.get("/agents/{number}")
async def get_agent(number: int, request: Request):
    found = await request.app.state.book.one(number)
    return not_found() if found is None else json_answer(aged(found, time.time()))


@app.get("/agents")
async def get_agents(ids: str, request: Request):
    found = await request.app.state.book.many(list(members(ids.split(","))))
    now = time.time()
    return json_answer({"agents": [aged(one, now) for one in found if one]})


@app.get("/groups/{name}/agents")
async def get_group_agents(name: str, request: Request):
    if name not in GROUPS:
        return not_found()
    found = await request.app.state.book.many(GROUPS[name])
    now = time.time()
    return json_answer({"group": name, "agents": [aged(one, now) for one in found if one]})


@app.get("/groups/{name}/status")
async def get_group_status(name: str, request: Request):
    if name not in GROUPS:
        return not_found()
    found = await request.app.state.book.many(GROUPS[name])
    counts = dict.fromkeys([*STATES, "unknown"], 0)
    for one in found:
        if one:
            counts[one[1]["state"]] += 1
    members_there = sum(one is not None for one in found)
    missing = len(found) - members_there
    content = {"group": name, "agents": len(found), "reported": members_there, "states": counts}
    return json_answer({**content, "missing": missing, "stale": 0})
