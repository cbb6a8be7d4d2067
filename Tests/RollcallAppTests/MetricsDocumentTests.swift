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

/// The table of docs/metrics.md, made from the declarations.
private enum MetricsDocument {
    /// What stands before the table in the document.
    static let begin = "<!-- metrics: begin (made from MetricFamily+declared.swift) -->"
    /// What stands after it.
    static let end = "<!-- metrics: end -->"

    /// The table, metrics in order of their names.
    static var table: String {
        let rows = MetricFamily.declared.sorted { $0.name < $1.name }.map(row)
        let head = ["| metric | type | labels | meaning |", "|---|---|---|---|"]
        return (head + rows).joined(separator: "\n")
    }

    private static func row(_ family: MetricFamily) -> String {
        let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
        return "| `\(family.name)` | \(family.kind.word) | \(labels) | \(family.help) |"
    }
}
