import NIOHTTP1
import Roster
import Testing

@testable import Gateway

@Suite struct AdminAPITests {
    private func response(
        _ path: String,
        method: HTTPMethod = .GET,
        reasons: [String] = [],
        degraded: [Degradation] = []
    ) -> Response? {
        let api = AdminAPI(
            metrics: { "up 1\n" },
            readiness: {
                ReadinessReport(reasons: reasons.map { ReadinessReason($0) }, degraded: degraded)
            }
        )
        let request = Request(id: "r-1", method: method, path: path)
        guard case .now(let response) = api.respond(to: request, deliver: { _ in }) else {
            return nil
        }
        return response
    }

    @Test func `metrics are plain text in the version Prometheus reads`() throws {
        let metrics = try #require(response("/metrics"))
        #expect(metrics.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(bodyText(metrics) == "up 1\n")
    }

    @Test func `readiness is told with its reasons`() throws {
        let ready = try #require(response("/readyz"))
        #expect(ready.status == 200)
        #expect(bodyText(ready) == #"{"ready":true,"degraded":[]}"#)
        let unready = try #require(response("/readyz", reasons: ["locked out", "stopping"]))
        #expect(unready.status == 503)
        #expect(bodyText(unready).contains(#""code":"not-ready""#))
        #expect(bodyText(unready).contains(#""reasons":["locked out","stopping"]"#))
        #expect(bodyText(unready).contains(#""detail":"locked out; stopping""#))
    }

    @Test func `what is degraded is told with since when, and is no reason not to be ready`() throws
    {
        let eight = Timestamp(milliseconds: 1_795_420_800_000)
        let degraded = [
            Degradation("cmsUnavailable", since: eight),
            Degradation("other", since: eight.advanced(bySeconds: 1)),
        ]
        let ready = try #require(response("/readyz", degraded: degraded))
        #expect(ready.status == 200)
        #expect(
            bodyText(ready) == #"""
                {"ready":true,"degraded":[{"reason":"cmsUnavailable","since":"2026-11-23T08:00:00Z"}\#
                ,{"reason":"other","since":"2026-11-23T08:00:01Z"}]}
                """#
        )
        let unready = try #require(response("/readyz", reasons: ["stopping"], degraded: degraded))
        #expect(unready.status == 503)
    }

    @Test func `other paths and methods are refused`() {
        #expect(response("/healthz")?.status == 200)
        #expect(response("/agents")?.status == 404)
        #expect(response("/metrics", method: .POST)?.status == 405)
        #expect(response("/metrics", method: .OPTIONS)?.status == 204)
    }
}
