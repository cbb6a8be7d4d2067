"""What is shipped to watch Rollcall by says what is so."""

import json
import re
import subprocess
import urllib.parse

import pytest
import yaml

from harness.launcher import REPOSITORY
from harness.process import Child, free_port, wait_for
from harness.wire import Connection, get

# Without a series until what they count has happened once.
NOT_YET = {
    "rollcall_http_timeouts_total", "rollcall_cms_row_anomalies_total", "rollcall_cms_bodies_refused_total",
    "rollcall_group_calls_failed_total",
}
# Only there where the settings or the CMS make them so.
CONDITIONAL = {"rollcall_cms_quota_left_calls", "rollcall_snapshot_age_seconds", "rollcall_snapshot_bytes"}


def scraped_families(gateway):
    """The names of all metrics in a scrape."""
    text = get(gateway.admin, "/metrics").body.decode()
    return set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))


def shipped_expressions():
    alerts = yaml.safe_load((REPOSITORY / "deploy/prometheus/rollcall-alerts.yaml").read_text())
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    dashboard = json.loads((REPOSITORY / "deploy/grafana/rollcall-dashboard.json").read_text())
    targets = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    return [rule["expr"] for rule in rules], targets


def test_alerts_dashboard_and_document_name_the_metrics_there_are(launch):
    there = scraped_families(launch.gateway(launch.simulator().port))
    document = (REPOSITORY / "docs/metrics.md").read_text()
    listed = set(re.findall(r"^\| `(rollcall_\w+)` \|", document, re.MULTILINE))
    assert listed == there
    suffixes = r"(_bucket|_sum|_count)$"
    for expressions in shipped_expressions():
        named = set(re.findall(r"\brollcall_\w+", " ".join(expressions)))
        assert len(named) >= 10
        assert {re.sub(suffixes, "", name) if name not in there else name for name in named} <= there
    everything = " ".join(sum(shipped_expressions(), []))
    for name in CONDITIONAL:
        assert name in everything


def test_the_labels_in_alerts_and_dashboard_are_the_metrics_own():
    document = (REPOSITORY / "docs/metrics.md").read_text()
    labels = {
        name: set(re.findall(r"`(\w+)`", cell))
        for name, cell in re.findall(r"^\| `(rollcall_\w+)` \| \w+ \| (.*?) \|", document, re.MULTILINE)
    }
    for expression in sum(shipped_expressions(), []):
        for name, selector in re.findall(r"\b(rollcall_\w+)\{([^}]*)\}", expression):
            own = labels[re.sub(r"(_bucket|_sum|_count)$", "", name) if name not in labels else name]
            assert set(re.findall(r"(\w+)=?[=!]~?", selector)) <= own | {"instance"}, expression


def test_the_alert_rules_pass_promtool_and_have_a_runbook():
    path = REPOSITORY / "deploy/prometheus/rollcall-alerts.yaml"
    done = subprocess.run(["promtool", "check", "rules", path], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    headings = re.findall(r"^### (\w+)$", (REPOSITORY / "docs/observability.md").read_text(), re.MULTILINE)
    rules = yaml.safe_load(path.read_text())["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules] == headings
    for rule in rules:
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["runbook"] == f"docs/observability.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in ("critical", "warning")


class Prometheus:
    """A real one that scrapes a gateway each second and goes by the shipped alerts."""

    def __init__(self, gateway, folder):
        host, port = gateway.admin
        self.address = ("127.0.0.1", free_port())
        settings = folder / "prometheus.yaml"
        settings.write_text(yaml.safe_dump({
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(REPOSITORY / "deploy/prometheus/rollcall-alerts.yaml")],
            "scrape_configs": [
                {"job_name": "rollcall", "static_configs": [{"targets": [f"{host}:{port}"]}]},
            ],
        }))
        self.process = Child(
            ["prometheus", f"--config.file={settings}", f"--storage.tsdb.path={folder / 'data'}",
             "--web.listen-address={}:{}".format(*self.address)],
            folder, "prometheus",
        )

    def asked(self, path, **parameters):
        """The data of an answer of its HTTP API."""
        response = get(self.address, f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
        assert response.status == 200, response.body
        return response.json["data"]

    def value(self, expression):
        """The series an expression has now."""
        return self.asked("query", query=expression)["result"]


@pytest.fixture
def watched(launch, tmp_path):
    """A Prometheus that has scraped a gateway under load for some seconds."""
    changes = {
        "cms": {"callQuota": {"calls": 1000, "window": "1m"}},
        "state": {"directory": str(tmp_path), "snapshotInterval": "1s"},
        "groups": {"userGroups": {"enabled": True, "refreshInterval": "1s"}},
    }
    simulator = launch.simulator("--groups", "2", "--group-size", "50")
    gateway = launch.gateway(simulator.port, changes)
    prometheus = Prometheus(gateway, tmp_path)
    with prometheus.process as process:
        process.await_listening(prometheus.address)
        # It listens before it answers.
        wait_for(lambda: get(prometheus.address, "/-/ready").status == 200, "a ready Prometheus")
        with Connection(gateway.address) as connection:

            def is_watched():
                for path in ("/agents/1031", "/groups/billing/status", "/agents?ids=1000-1200"):
                    assert connection.request(path).status == 200
                return prometheus.value("sum(increase(rollcall_http_requests_total[5s])) > 0") and prometheus.value(
                    "count_over_time(rollcall_snapshot_bytes[10s]) > 5"
                )

            wait_for(is_watched, "a few scrapes under load")
        yield prometheus


def test_every_panel_and_alert_is_answered_by_a_real_prometheus(watched):
    _, panels = shipped_expressions()
    assert len(panels) >= 30
    for expression in panels:
        asked = expression.replace("$instance", ".*").replace("$__rate_interval", "10s")
        assert "$" not in asked
        is_empty = watched.value(asked) == []
        assert is_empty == bool(NOT_YET & set(re.findall(r"\brollcall_\w+", asked))), asked

    def rules():
        found = [rule for group in watched.asked("rules")["groups"] for rule in group["rules"]]
        return found if all(rule["health"] != "unknown" for rule in found) else None

    evaluated = wait_for(rules, "the alerts evaluated")
    assert len(evaluated) == len(shipped_expressions()[0])
    assert {(rule["health"], rule["state"]) for rule in evaluated} == {("ok", "inactive")}


def alert_test(values, alert, minute, fires=True, **labels):
    """A test of promtool: these series make the alert fire at that minute, or keep it silent."""
    path = REPOSITORY / "deploy/prometheus/rollcall-alerts.yaml"
    (rule,) = [rule for rule in yaml.safe_load(path.read_text())["groups"][0]["rules"] if rule["alert"] == alert]
    annotations = dict(rule["annotations"])
    for name, value in labels.items():
        annotations["summary"] = annotations["summary"].replace("{{ $labels.%s }}" % name, value)
    expected = {"exp_labels": {**rule["labels"], **labels}, "exp_annotations": annotations}
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": text} for name, text in values.items()],
        "alert_rule_test": [
            {"eval_time": f"{minute}m", "alertname": alert, "exp_alerts": [expected] if fires else []}
        ],
    }


def test_the_alerts_fire_when_they_should_and_not_before(tmp_path):
    good = 'rollcall_http_requests_total{route="agent",status="200"}'
    bad = 'rollcall_http_requests_total{route="agent",status="503"}'
    ok, failed = 'rollcall_cms_calls_total{outcome="ok"}', 'rollcall_cms_calls_total{outcome="timedOut"}'
    known, doubted, age, barred = (
        name + '{source="userGroups"}' for name in (
            "rollcall_groups", "rollcall_groups_doubted", "rollcall_group_members_age_seconds",
            "rollcall_group_source_barred",
        )
    )
    tests = [
        alert_test({"rollcall_cms_locked_out": "0 0 1 1"}, "RollcallLockedOut", 1, fires=False),
        alert_test({"rollcall_cms_locked_out": "0 0 1 1"}, "RollcallLockedOut", 2),
        alert_test({"rollcall_cms_paused": "0+0x20"}, "RollcallPaused", 20, fires=False),
        alert_test({"rollcall_cms_paused": "1 1 0 1 1 1 0 1 1 1 1"}, "RollcallPaused", 10),
        alert_test({good: "0+1000x20", bad: "0+5x20"}, "RollcallErrors", 20, fires=False),
        alert_test({good: "0+1000x20", bad: "0+50x20"}, "RollcallErrors", 20),
        alert_test({ok: "0+100x30", failed: "0+5x30"}, "RollcallCallsFail", 30, fires=False),
        alert_test({ok: "0+100x30", failed: "0+50x30"}, "RollcallCallsFail", 30),
        alert_test({"rollcall_cms_quota_left_calls": "3 0 0 0"}, "RollcallQuotaSpent", 1, fires=False),
        alert_test({"rollcall_cms_quota_left_calls": "3 0 0 0"}, "RollcallQuotaSpent", 3),
        alert_test({"rollcall_agents_evicted_total": "0+0x9 5 5"}, "RollcallTableFull", 9, fires=False),
        alert_test({"rollcall_agents_evicted_total": "0+0x9 5 5"}, "RollcallTableFull", 10),
        alert_test({'rollcall_reloads_total{outcome="applied"}': "0+1x9"}, "RollcallReloadRefused", 9, fires=False),
        alert_test(
            {'rollcall_reloads_total{outcome="refused"}': "0+0x4 1"}, "RollcallReloadRefused", 5, outcome="refused"
        ),
        alert_test({known: "40+0x30", doubted: "20+0x30"}, "RollcallGroupsOld", 30, fires=False),
        alert_test({known: "40+0x30", doubted: "21+0x30"}, "RollcallGroupsOld", 14, fires=False),
        alert_test({known: "40+0x30", doubted: "21+0x30"}, "RollcallGroupsOld", 15, source="userGroups"),
        alert_test({age: "7200+0x30"}, "RollcallGroupsOld", 30, fires=False),
        alert_test({age: "7000+60x30"}, "RollcallGroupsOld", 30, source="userGroups"),
        alert_test({barred: "0 0 1"}, "RollcallGroupsBarred", 1, fires=False),
        alert_test({barred: "0 0 1"}, "RollcallGroupsBarred", 2, source="userGroups"),
    ]
    file = tmp_path / "alerts.yaml"
    rules = str(REPOSITORY / "deploy/prometheus/rollcall-alerts.yaml")
    file.write_text(yaml.safe_dump({"rule_files": [rules], "evaluation_interval": "1m", "tests": tests}))
    done = subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_whole():
    dashboard = json.loads((REPOSITORY / "deploy/grafana/rollcall-dashboard.json").read_text())
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = set()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & places, panel["title"]
        places |= cells
        if panel["type"] != "row":
            assert panel["title"] and panel["targets"]
            references = [target["refId"] for target in panel["targets"]]
            assert len(set(references)) == len(references)


def test_the_dashboards_queries_are_promql(tmp_path):
    _, targets = shipped_expressions()
    concrete = [
        target.replace("$__rate_interval", "5m").replace("$instance", ".*") for target in targets
    ]
    rules = [{"record": f"check:{number}", "expr": text} for number, text in enumerate(concrete)]
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
