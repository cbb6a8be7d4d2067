import Foundation
import Gateway
import Metrics
import Testing

@testable import RollcallApp

struct LocklessCountingTests {
    @Test func `what several threads count at once is all there`() {
        let metrics = RollcallMetrics()
        var provenance = Provenance()
        provenance.cache = .hit
        let request = FinishedRequest.of(.agent, provenance: provenance)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<10_000 { metrics.observe(.requestFinished(request)) }
        }
        let text = metrics.registry.text
        let duration = "rollcall_http_request_duration_seconds"
        #expect(
            text.contains("rollcall_http_requests_total{route=\"agent\",status=\"200\"} 40000\n")
        )
        #expect(text.contains("rollcall_answers_total{cache=\"hit\"} 40000\n"))
        #expect(text.contains("\(duration)_count{route=\"agent\"} 40000\n"))
        let sum = text.split(separator: "\n")
            .first { $0.hasPrefix("\(duration)_sum{route=\"agent\"}") }?
            .split(separator: " ").last.flatMap { Double($0) }
        #expect(abs((sum ?? 0) - 40_000 * 0.001234) < 0.000_1)
    }

    @Test func `what has no place is not counted and harms nothing`() {
        let counts = AtomicCounts<4>()
        for index in [-1, 4, 1_000] { counts.add(1, at: index) }
        #expect((0..<4).map { counts.value(at: $0) } == [0, 0, 0, 0])
    }

    @Test func `a histogram with more bounds than it can have leaves out the last`() {
        let histogram = PrometheusHistogram(bounds: (1...40).map(Double.init))
        histogram.record(20.0)
        var text = PrometheusText()
        histogram.write(to: &text, name: "h", labels: [])
        #expect(text.text.contains("h_bucket{le=\"15\"} 0\n"))
        #expect(!text.text.contains("le=\"16\""))
        #expect(text.text.contains("h_bucket{le=\"+Inf\"} 1\n"))
    }
}
