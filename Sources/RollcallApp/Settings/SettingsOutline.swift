internal import Yams

/// The shape of a settings file: which keys it gives, as what, and on which line.
struct SettingsOutline {
    /// What stands behind a key.
    enum Shape: Hashable {
        case scalar
        case list
        case nothing
    }

    /// One key with its value's shape, its texts and its line.
    struct Entry: Hashable {
        let shape: Shape
        let texts: [String]
        let line: Int?
    }

    /// The given keys by dotted name.
    private(set) var entries: [String: Entry] = [:]
    /// What is wrong with the shape: keys unknown or given twice, lists of lists.
    private(set) var problems: [SettingsProblem] = []
    /// Settings of former versions, which have no effect.
    private(set) var removed: [RemovedSetting] = []
    /// Sections that are no sections: what might have stood in them is not known.
    private(set) var unreadSections: Set<String> = []

    private let path: String

    init(_ document: YAMLDocument, path: String) {
        self.path = path
        walk(document.root, under: "")
    }

    /// The outline of no file.
    init() { path = "" }

    private mutating func walk(_ mapping: Node.Mapping, under section: String) {
        for (key, value) in mapping {
            guard let part = key.string else {
                report(section.isEmpty ? "settings" : section, key, "has a key that is no text")
                continue
            }
            visit(section.isEmpty ? part : "\(section).\(part)", value, at: key)
        }
    }

    private mutating func visit(_ name: String, _ value: Node, at key: Node) {
        if let gone = RemovedSetting(name, at: .file(path, line: key.mark?.line)) {
            removed.append(gone)
        } else if SettingKey.named(name) != nil {
            add(name, value, at: key)
        } else if !SettingKey.isSection(name) {
            let meant = SettingKey.suggestion(for: name)
            report(name, key, "is not a setting", remedy: meant.map { "did you mean \($0)?" })
        } else if let section = value.mapping {
            walk(section, under: name)
        } else if Self.shape(of: value) != .nothing {
            unreadSections.insert(name)
            report(name, key, "is a section", remedy: "write its settings below it")
        }
    }

    private mutating func add(_ name: String, _ value: Node, at key: Node) {
        guard entries[name] == nil else { return report(name, key, "is given twice") }
        guard let shape = Self.shape(of: value) else {
            return report(name, key, "has settings below it where a value belongs")
        }
        if let items = value.sequence, items.contains(where: { $0.scalar == nil }) {
            return report(name, key, "is a list whose items are not all plain values")
        }
        let texts = value.scalar.map { [$0.string] } ?? value.sequence?.compactMap(\.scalar?.string)
        entries[name] = Entry(shape: shape, texts: texts ?? [], line: key.mark?.line)
    }

    private static func shape(of node: Node) -> Shape? {
        if node.sequence != nil { return .list }
        guard let scalar = node.scalar else { return nil }
        return scalar.style == .plain && node.null != nil ? .nothing : .scalar
    }

    private mutating func report(
        _ subject: String,
        _ key: Node,
        _ complaint: String,
        remedy: String? = nil
    ) {
        let origin = SettingOrigin.file(path, line: key.mark?.line)
        problems.append(SettingsProblem(subject, origin: origin, complaint, remedy: remedy))
    }
}
