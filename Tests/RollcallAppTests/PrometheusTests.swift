import Metrics
import Testing

@testable import RollcallApp

struct PrometheusTests {
    @Test func `a counter is written with help, type and labels`() {
        let family = MetricFamily(
            "calls_total",
            .counter,
            labels: ["code"],
            "Calls\nmade \\ ended."
        )
        let registry = PrometheusRegistry([family])
        Counter(label: "calls_total", dimensions: [("code", "a\"b\\c\nd")], factory: registry)
            .increment(by: 3)
        #expect(
            registry.text.hasPrefix(
                """
                # HELP calls_total Calls\\nmade \\\\ ended.
                # TYPE calls_total counter
                calls_total{code="a\\"b\\\\c\\nd"} 3

                """
            )
        )
    }

    @Test func `a histogram has cumulative buckets, a sum and a count`() {
        let family = MetricFamily("t_seconds", .histogram(bounds: [0.5, 1]), "Time.")
        let registry = PrometheusRegistry([family])
        let timer = Metrics.Timer(label: "t_seconds", factory: registry)
        for nanoseconds in [250_000_000, 500_000_000, 750_000_000, 2_000_000_000] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        let lines = registry.text.split(separator: "\n").map(String.init)
        #expect(
            lines[2...6] == [
                "t_seconds_bucket{le=\"0.5\"} 2", "t_seconds_bucket{le=\"1\"} 3",
                "t_seconds_bucket{le=\"+Inf\"} 4", "t_seconds_sum 3.5", "t_seconds_count 4",
            ]
        )
    }

    @Test func `a gauge goes up and down`() {
        let registry = PrometheusRegistry([MetricFamily("open", .gauge, "Open.")])
        let meter = Meter(label: "open", factory: registry)
        meter.increment()
        meter.increment()
        meter.decrement()
        #expect(registry.text.contains("\nopen 1\n"))
        Gauge(label: "open", factory: registry).record(-2.5)
        #expect(registry.text.contains("\nopen -2.5\n"))
    }

    @Test func `the same labels are the same series`() {
        let registry = PrometheusRegistry([MetricFamily("n_total", .counter, "N.")])
        for _ in 0..<10 {
            Counter(label: "n_total", dimensions: [("a", "b")], factory: registry).increment()
        }
        #expect(registry.text.contains("n_total{a=\"b\"} 10\n"))
    }

    @Test func `series are bounded and those dropped are counted`() {
        let registry = PrometheusRegistry([MetricFamily("n_total", .counter, "N.")])
        for number in 0..<PrometheusRegistry.maximumSeries + 7 {
            Counter(label: "n_total", dimensions: [("a", "\(number)")], factory: registry)
                .increment()
        }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("n_total{") } == PrometheusRegistry.maximumSeries)
        #expect(registry.text.contains("rollcall_metrics_dropped_series_total 7\n"))
    }

    @Test func `a metric of another kind than declared is dropped`() {
        let registry = PrometheusRegistry([MetricFamily("n_total", .counter, "N.")])
        Gauge(label: "n_total", factory: registry).record(5)
        #expect(!registry.text.contains("n_total 5"))
    }

    @Test func `an undeclared metric gets a name the format allows`() {
        let registry = PrometheusRegistry([])
        Counter(label: "ahc.pool-size", factory: registry).increment()
        #expect(registry.text.contains("# TYPE ahc_pool_size counter\nahc_pool_size 1\n"))
    }

    @Test func `numbers are written as the format wants them`() {
        #expect(PrometheusText.number(.nan) == "NaN")
        #expect(PrometheusText.number(-.infinity) == "-Inf")
        #expect(PrometheusText.number(12) == "12")
        #expect(PrometheusText.number(0.25) == "0.25")
    }
}
