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
