/// The tables of docs/configuration.md, made from the same keys that are read.
package enum SettingsDocument {
    /// What stands before the tables in the file.
    package static let begin = "<!-- settings: begin (made from SettingKey+table.swift) -->"
    /// What stands after them.
    package static let end = "<!-- settings: end -->"

    /// One table for each section, in the order of the keys.
    package static var tables: String {
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
