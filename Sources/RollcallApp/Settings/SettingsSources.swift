internal import Configuration

/// Where settings are given: the environment before the file.
struct SettingsSources: Sendable {
    /// A value as written, and where.
    struct Given: Hashable {
        let texts: [String]
        let origin: SettingOrigin
    }

    /// What is wrong before any value is looked at: the file itself, unknown keys.
    let problems: [SettingsProblem]

    private let environment: [String: String]
    private let variables: any ConfigSnapshot
    private let file: any ConfigSnapshot
    private let entries: [String: SettingsOutline.Entry]
    private let path: String

    /// Reads the file, if there is one, and takes the environment.
    init(environment: [String: String], file path: String?, files: some FileReading) {
        self.environment = environment
        self.path = path ?? ""
        variables = Self.snapshot(of: environment)
        var problems = Self.strangers(in: environment)
        do {
            let (file, outline) = try Self.load(path, files)
            (self.file, entries) = (file, outline.entries)
            problems.append(contentsOf: outline.problems)
        } catch {
            (file, entries) = (Self.snapshot(of: [:]), [:])
            problems.append(error)
        }
        self.problems = problems
    }

    /// The value given for a key; the environment's where both give one.
    /// - Throws: `SettingsProblem` when a list stands for a single value or the other way round.
    func given(_ key: SettingKey) throws(SettingsProblem) -> Given? {
        if let text = environment[key.environmentVariable] {
            let origin = SettingOrigin.environment(key.environmentVariable)
            let texts = text.isEmpty ? [text] : self.texts(key, in: variables) ?? [text]
            return Given(texts: texts, origin: origin)
        }
        guard let entry = entries[key.name] else { return nil }
        let origin = SettingOrigin.file(path, line: entry.line)
        try Self.check(entry.shape, of: key, origin: origin)
        return texts(key, in: file).map { Given(texts: $0, origin: origin) }
    }

    private func texts(_ key: SettingKey, in snapshot: any ConfigSnapshot) -> [String]? {
        let type: ConfigType = key.kind.isList ? .stringArray : .string
        let name = AbsoluteConfigKey(key.components)
        switch try? snapshot.value(forKey: name, type: type).value?.content {
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

    /// Kubernetes sets these for a service named rollcall; they are none of ours.
    private static let foreignPrefixes = ["ROLLCALL_PORT", "ROLLCALL_SERVICE_"]

    private static func load(
        _ path: String?,
        _ files: some FileReading
    ) throws(SettingsProblem) -> (any ConfigSnapshot, SettingsOutline) {
        guard let path else { return (snapshot(of: [:]), SettingsOutline()) }
        let bytes: [UInt8]
        do throws(FileTrouble) {
            bytes = try files.read(path, atMost: maximumFileSize).bytes
        } catch {
            throw SettingsProblem(path, "\(error)")
        }
        return try parsed(bytes, path)
    }

    private static func parsed(
        _ bytes: [UInt8],
        _ path: String
    ) throws(SettingsProblem) -> (any ConfigSnapshot, SettingsOutline) {
        do throws(YAMLTrouble) {
            let outline = SettingsOutline(try YAMLDocument(bytes), path: path)
            return (snapshot(ofFile: bytes, path), outline)
        } catch {
            throw SettingsProblem(path, origin: .file(path, line: error.line), error.complaint)
        }
    }

    /// The values of a file whose shape is known; a shape found wrong gives none.
    private static func snapshot(ofFile bytes: [UInt8], _ path: String) -> any ConfigSnapshot {
        let secrets = Set(SettingKey.all.filter(\.isSecret).map(\.name))
        let options = YAMLSnapshot.ParsingOptions(secretsSpecifier: .specific(secrets))
        let snapshot = try? unsafe YAMLSnapshot(
            data: bytes.span.bytes,
            providerName: path,
            parsingOptions: options
        )
        return snapshot ?? Self.snapshot(of: [:])
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

    private static func strangers(in environment: [String: String]) -> [SettingsProblem] {
        let ours = environment.keys.filter { name in
            name.hasPrefix(SettingKey.environmentPrefix)
                && !foreignPrefixes.contains { name.hasPrefix($0) }
        }
        return ours.sorted().filter { SettingKey.set(by: $0) == nil }
            .map { name in
                let meant = SettingKey.suggestion(forVariable: name).map { "did you mean \($0)?" }
                return SettingsProblem(
                    name,
                    origin: nil,
                    "is an environment variable that sets nothing",
                    remedy: meant
                )
            }
    }
}
