import CMS
import Gateway
import JSONScanning
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct RollcallMetricsTests {
    @Test func `every metric is declared once, with help and a name of ours`() {
        let names = MetricFamily.declared.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("rollcall_") })
        #expect(MetricFamily.declared.allSatisfy { $0.help.hasSuffix(".") || $0 == .info })
        let counters = MetricFamily.declared.filter { $0.kind == .counter }
        #expect(counters.allSatisfy { $0.name.hasSuffix("_total") })
    }

    @Test func `requests are counted by route and status`() {
        let metrics = RollcallMetrics()
        for status in [200, 200, 404] {
            metrics.observe(.requestFinished(.of(.agent, status: status)))
        }
        metrics.observe(.connectionOpened)
        metrics.observe(.timedOut(.idle))
        let text = metrics.registry.text
        #expect(text.contains("rollcall_http_requests_total{route=\"agent\",status=\"200\"} 2\n"))
        #expect(text.contains("rollcall_http_requests_total{route=\"agent\",status=\"404\"} 1\n"))
        #expect(text.contains("rollcall_http_request_duration_seconds_count{route=\"agent\"} 3\n"))
        #expect(text.contains("rollcall_http_connections 1\n"))
        #expect(text.contains("rollcall_http_timeouts_total{kind=\"idle\"} 1\n"))
    }

    @Test func `no status and no route makes more series than there are of both`() {
        let metrics = RollcallMetrics()
        for route in RouteLabel.allCases {
            for status in -1...1_000 {
                metrics.observe(.requestFinished(.of(route, status: status)))
            }
        }
        let lines = metrics.registry.text.split(separator: "\n")
        let series = lines.filter { $0.hasPrefix("rollcall_http_requests_total{") }
        let statuses = Set(ProblemCode.allCases.map(\.status)).count + 3
        #expect(series.count == RouteLabel.allCases.count * (statuses + 1))
        let others = 1_002 - statuses
        #expect(
            series.contains(
                "rollcall_http_requests_total{route=\"agent\",status=\"other\"} \(others)"
            )
        )
    }

    @Test func `answers are counted by what memory had, and their agents by freshness`() throws {
        let metrics = RollcallMetrics()
        let id = try #require(AgentID(1031))
        let readings = [Reading.missing(id, .notReported), .missing(id, .trouble(.cmsError))]
        let answer = Answer(readings: readings, at: Timestamp(milliseconds: 0))
        metrics.observe(.requestFinished(.of(.agents, provenance: Provenance(answer))))
        metrics.observe(.requestFinished(.of(.groups)))
        let text = metrics.registry.text
        #expect(text.contains("rollcall_answers_total{cache=\"failed\"} 1\n"))
        #expect(text.contains("rollcall_answers_total{cache=\"hit\"} 0\n"))
        #expect(text.contains("rollcall_answered_agents_total{freshness=\"failed\"} 1\n"))
        #expect(text.contains("rollcall_answered_agents_total{freshness=\"notReported\"} 1\n"))
    }

    @Test func `calls are counted by outcome and size`() throws {
        let metrics = RollcallMetrics()
        let vdn = try #require(VDN(170))
        let engine: [EngineEvent] = [
            .callStarted(vdn, ids: 6_000, toppedUp: 5, .ordinary),
            .callStarted(vdn, ids: 1, toppedUp: 0, .retry),
            .callSucceeded(vdn, ids: 6_000, notReported: 3, foreignRows: 2),
            .callFailed(vdn, CallFailure(.timedOut)), .evicted(9), .overloaded,
        ]
        for event in engine { metrics.observe(event) }
        let text = metrics.registry.text
        #expect(text.contains("rollcall_cms_call_ids_bucket{le=\"6000\"} 2\n"))
        #expect(text.contains("rollcall_cms_call_ids_bucket{le=\"5000\"} 1\n"))
        #expect(text.contains("rollcall_cms_calls_total{outcome=\"ok\"} 1\n"))
        #expect(text.contains("rollcall_cms_calls_total{outcome=\"timedOut\"} 1\n"))
        #expect(text.contains("rollcall_cms_not_reported_ids_total 3\n"))
        #expect(text.contains("rollcall_agents_evicted_total 9\n"))
    }

    @Test func `what the CMS got wrong is counted by kind`() {
        let metrics = RollcallMetrics()
        metrics.observe(.anomaly(.duplicateRow, count: 4))
        metrics.observe(.bodyRefused(.truncated))
        let text = metrics.registry.text
        #expect(text.contains("rollcall_cms_row_anomalies_total{kind=\"duplicateRow\"} 4\n"))
        #expect(text.contains("rollcall_cms_bodies_refused_total{fault=\"truncated\"} 1\n"))
    }
}
