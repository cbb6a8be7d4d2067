/// The table of docs/metrics.md, made from the declarations.
enum MetricsDocument {
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
