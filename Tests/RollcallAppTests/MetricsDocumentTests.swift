import Foundation
import Testing

@testable import RollcallApp

struct MetricsDocumentTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/metrics.md")

    @Test func `docs/metrics.md has the table made from the declarations`() throws {
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let begin = try #require(text.range(of: MetricsDocument.begin))
        let end = try #require(text.range(of: MetricsDocument.end))
        let table = text[begin.upperBound..<end.lowerBound]
        #expect(
            table.trimmingCharacters(in: .newlines) == MetricsDocument.table,
            "put this between the marks:\n\(MetricsDocument.table)"
        )
    }

    @Test func `no meaning breaks out of its row`() {
        for family in MetricFamily.declared {
            #expect(!family.help.contains("|"))
            #expect(!family.help.contains("\n"))
        }
    }
}
