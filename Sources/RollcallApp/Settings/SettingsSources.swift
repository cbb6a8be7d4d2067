internal import Configuration

/// Where settings are given: the environment before the file.
struct SettingsSources: Sendable {
    /// A value as written, and where.
    struct Given: Hashable {
        let texts: [String]
        let origin: SettingOrigin
    }

    /// Why the file cannot be read as settings at all, which leaves all others unknown.
    let fileProblem: SettingsProblem?
    /// What is wrong before any value is looked at: unknown keys of the file.
    let problems: [SettingsProblem]
    /// Variables that look like ours and set nothing.
    let strangers: [StrangeVariable]
    /// Settings of former versions that are given still.
    let removed: [RemovedSetting]

    private let environment: [String: String]
    private let variables: any ConfigSnapshot
    private let entries: [String: SettingsOutline.Entry]
    private let unreadSections: Set<String>
    private let path: String

    /// Reads the file, if there is one, and takes the environment.
    init(environment: [String: String], file path: String?, files: some FileReading) {
        let environment = environment.filter { !ServiceVariables.include($0.key, $0.value) }
        self.environment = environment
        self.path = path ?? ""
        variables = Self.snapshot(of: environment)
        strangers = Self.strangers(in: environment)
        var outline = SettingsOutline()
        do throws(SettingsProblem) {
            outline = try Self.load(path, files)
            fileProblem = nil
        } catch {
            fileProblem = error
        }
        entries = outline.entries
        unreadSections = outline.unreadSections
        problems = outline.problems
        removed =
            outline.removed + environment.keys.sorted().compactMap { RemovedSetting(variable: $0) }
    }

    /// Whether what the file says of a key cannot be told.
    func isUnread(_ key: SettingKey) -> Bool {
        key.components.indices.contains { count in
            unreadSections.contains(key.components.prefix(count).joined(separator: "."))
        }
    }

    /// The value given for a key; the environment's where both give one.
    /// - Throws: `SettingsProblem` when a list stands for a single value or the other way round.
    func given(_ key: SettingKey) throws(SettingsProblem) -> Given? {
        if let text = environment[key.environmentVariable] {
            let origin = SettingOrigin.environment(key.environmentVariable)
            let texts = text.isEmpty ? [text] : variableTexts(key) ?? [text]
            return Given(texts: texts, origin: origin)
        }
        guard let entry = entries[key.name] else { return nil }
        let origin = SettingOrigin.file(path, line: entry.line)
        try Self.check(entry.shape, of: key, origin: origin)
        return Given(texts: entry.texts, origin: origin)
    }

    private func variableTexts(_ key: SettingKey) -> [String]? {
        let type: ConfigType = key.kind.isList ? .stringArray : .string
        let name = AbsoluteConfigKey(key.components)
        switch try? variables.value(forKey: name, type: type).value?.content {
        case .string(let text): return [text]
        case .stringArray(let texts): return texts
        default: return nil
        }
    }

    private static func check(
        _ shape: SettingsOutline.Shape,
        of key: SettingKey,
        origin: SettingOrigin
    ) throws(SettingsProblem) {
        let complaint: String
        switch (shape, key.kind.isList) {
        case (.list, true), (.scalar, false): return
        case (.nothing, _): complaint = "has no value"
        case (.list, false): complaint = "is a list where one value belongs"
        case (.scalar, true): complaint = "is one value where a list belongs, as in [one, two]"
        }
        let remedy = "allowed: \(key.kind.allowed)"
        throw SettingsProblem(key.name, origin: origin, complaint, remedy: remedy)
    }
}

extension SettingsSources {
    /// The largest settings file read, in bytes.
    private static var maximumFileSize: Int { 1 << 20 }

    private static func load(
        _ path: String?,
        _ files: some FileReading
    ) throws(SettingsProblem) -> SettingsOutline {
        guard let path else { return SettingsOutline() }
        let bytes: [UInt8]
        do throws(FileTrouble) {
            bytes = try files.read(path, atMost: maximumFileSize).bytes
        } catch {
            throw SettingsProblem(path, "\(error)")
        }
        do throws(YAMLTrouble) {
            return SettingsOutline(try YAMLDocument(bytes), path: path)
        } catch {
            throw SettingsProblem(path, origin: .file(path, line: error.line), error.complaint)
        }
    }

    /// Variables by our names: words of a key are not split.
    private static func snapshot(of environment: [String: String]) -> any ConfigSnapshot {
        let secrets = Set(SettingKey.all.filter(\.isSecret).map(\.environmentVariable))
        let provider = EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .specific(secrets)
        )
        return KeyMappingProvider(upstream: provider) { key in
            AbsoluteConfigKey(["rollcall"] + key.components.map { $0.lowercased() })
        }
        .snapshot()
    }

    private static func strangers(in environment: [String: String]) -> [StrangeVariable] {
        environment.keys.sorted()
            .filter { name in
                name.hasPrefix(SettingKey.environmentPrefix) && SettingKey.set(by: name) == nil
                    && RemovedSetting(variable: name) == nil
            }
            .map { StrangeVariable(name: $0, meant: SettingKey.suggestion(forVariable: $0)) }
    }
}
