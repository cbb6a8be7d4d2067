import Foundation
import Testing

@testable import RollcallApp

struct SettingsDocumentTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/configuration.md")

    @Test func `docs/configuration.md has the tables made from the keys`() throws {
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let begin = try #require(text.range(of: SettingsDocument.begin))
        let end = try #require(text.range(of: SettingsDocument.end))
        let tables = text[begin.upperBound..<end.lowerBound]
        #expect(
            tables.trimmingCharacters(in: .newlines)
                == SettingsDocument.tables.trimmingCharacters(in: .newlines),
            "put this between the marks:\n\(SettingsDocument.tables)"
        )
    }

    @Test func `every summary is one sentence`() {
        for key in SettingKey.all {
            #expect(key.summary.hasSuffix("."))
            #expect(!key.summary.contains("|"))
            #expect(!key.summary.contains("\n"))
        }
    }

    @Test func `the example in docs/configuration.md is in order`() throws {
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        let (settings, groups) = (try #require(blocks.first), try #require(blocks.last))
        var fixture = SettingsFixture()
        fixture.yaml = settings
        fixture.files.files["/etc/groups.yaml"] = FileContents(bytes: Array(groups.utf8))
        fixture.files.directories = ["/var/lib/rollcall"]
        fixture.files.files["/etc/cms-ca.pem"] = PEM.file(PEM.certificate)
        #expect(fixture.problems() == [])
    }
}

/// The tables of docs/configuration.md, made from the same keys that are read.
private enum SettingsDocument {
    /// What stands before the tables in the file.
    static let begin = "<!-- settings: begin (made from SettingKey+table.swift) -->"
    /// What stands after them.
    static let end = "<!-- settings: end -->"

    /// One table for each section, in the order of the keys.
    static var tables: String {
        var sections: [(name: String, rows: [String])] = []
        for key in SettingKey.all {
            let name = key.components.first ?? ""
            if sections.last?.name != name { sections.append((name, [])) }
            sections[sections.count - 1].rows.append(row(key))
        }
        return
            sections.map { section in
                let head = "| key | default | allowed | meaning |\n|---|---|---|---|"
                return "### `\(section.name)`\n\n\(head)\n\(section.rows.joined(separator: "\n"))\n"
            }
            .joined(separator: "\n")
    }

    private static func row(_ key: SettingKey) -> String {
        let absence =
            switch key.absence {
            case .required: "required"
            case .optional: "none"
            case .standard(let text): "`\(text)`"
            }
        let secret = key.isSecret ? " Never shown." : ""
        return "| `\(key.name)` | \(absence) | \(key.kind.allowed) | \(key.summary)\(secret) |"
    }
}
