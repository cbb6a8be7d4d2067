extension SettingKey {
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    private static let byVariable = Dictionary(
        uniqueKeysWithValues: all.map { ($0.environmentVariable, $0) }
    )
    private static let sections = Set(
        all.flatMap { key in
            key.components.indices.dropFirst()
                .map { count in
                    key.components.prefix(count).joined(separator: ".")
                }
        }
    )

    /// The key of that name.
    package static func named(_ name: String) -> SettingKey? { byName[name] }

    /// The key that variable sets.
    package static func set(by variable: String) -> SettingKey? { byVariable[variable] }

    /// Whether keys lie below that name.
    package static func isSection(_ name: String) -> Bool { sections.contains(name) }

    /// The key or section somebody may have meant.
    package static func suggestion(for name: String) -> String? {
        ClosestName.of(name, among: all.map(\.name) + sections.sorted())
    }

    /// The variable somebody may have meant.
    package static func suggestion(forVariable name: String) -> String? {
        let plain = name.filter { $0 != "_" }
        if let same = byVariable.keys.first(where: { $0.filter { $0 != "_" } == plain }) {
            return same
        }
        return ClosestName.of(name, among: byVariable.keys.sorted())
    }
}
