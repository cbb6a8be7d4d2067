/// Reads settings one by one and remembers everything wrong and everything used, so that all
/// problems can be told at once.
struct SettingsReader {
    /// What was wrong so far.
    private(set) var problems: [SettingsProblem]
    /// What is used, in the order of reading.
    private(set) var resolved: [ResolvedSetting] = []

    private let sources: SettingsSources
    private let kept: [SettingKey: ResolvedSetting]

    /// Creates a reader; settings that are kept are as they were, whatever the sources say.
    init(_ sources: SettingsSources, keeping kept: [ResolvedSetting] = []) {
        self.sources = sources
        self.kept = Dictionary(kept.map { ($0.key, $0) }) { first, _ in first }
        problems = sources.problems
    }

    /// Adds a problem found by looking at several settings together.
    mutating func report(_ problem: SettingsProblem) { problems.append(problem) }

    /// Adds a problem of one setting, with its origin.
    mutating func report(_ key: SettingKey, _ complaint: String, remedy: String? = nil) {
        let setting = resolved.last { $0.key == key }
        let value = setting?.origin == .standard ? nil : setting?.shown
        report(
            SettingsProblem(
                key.name,
                origin: setting?.origin,
                value: key.isSecret ? nil : value,
                complaint,
                remedy: remedy
            )
        )
    }

    /// Where the key's value came from, if it was read and is given.
    func origin(of key: SettingKey) -> SettingOrigin? {
        resolved.last { $0.key == key && $0.value != nil }?.origin
    }

    /// Whether what the file says of a key cannot be told.
    func isUnread(_ key: SettingKey) -> Bool { sources.isUnread(key) }

    /// Whether the key was given and not left to its default.
    func isGiven(_ key: SettingKey) -> Bool {
        origin(of: key).map { $0 != .standard } ?? false
    }

    mutating func text(_ key: SettingKey) -> String? {
        if case .text(let text) = value(key) { text } else { nil }
    }

    /// Whether a setting whose words are `true` and `false` says so.
    mutating func isTrue(_ key: SettingKey) -> Bool { text(key) == "true" }

    mutating func integer(_ key: SettingKey) -> Int {
        if case .integer(let integer) = value(key) { integer } else { 0 }
    }

    mutating func integers(_ key: SettingKey) -> [Int] {
        if case .integers(let integers) = value(key) { integers } else { [] }
    }

    mutating func texts(_ key: SettingKey) -> [String] {
        if case .texts(let texts) = value(key) { texts } else { [] }
    }

    mutating func textsIfGiven(_ key: SettingKey) -> [String]? {
        if case .texts(let texts) = value(key) { texts } else { nil }
    }

    mutating func duration(_ key: SettingKey) -> Duration {
        if case .duration(let duration) = value(key) { duration } else { .zero }
    }

    mutating func durationIfGiven(_ key: SettingKey) -> Duration? {
        if case .duration(let duration) = value(key) { duration } else { nil }
    }

    mutating func integerIfGiven(_ key: SettingKey) -> Int? {
        if case .integer(let integer) = value(key) { integer } else { nil }
    }

    private mutating func value(_ key: SettingKey) -> SettingValue? {
        if let kept = kept[key] {
            resolved.append(kept)
            return kept.value
        }
        let given: SettingsSources.Given?
        do throws(SettingsProblem) {
            given = try sources.given(key) ?? Self.standard(of: key)
        } catch {
            problems.append(error)
            return nil
        }
        guard let given else {
            missing(key)
            return nil
        }
        return read(key, given)
    }

    private static func standard(of key: SettingKey) -> SettingsSources.Given? {
        guard case .standard(let text) = key.absence else { return nil }
        return SettingsSources.Given(texts: [text], origin: .standard)
    }

    private mutating func missing(_ key: SettingKey) {
        guard !sources.isUnread(key) else { return }
        guard key.absence == .required else {
            resolved.append(ResolvedSetting(key: key, value: nil, origin: .standard))
            return
        }
        problems.append(
            SettingsProblem(
                key.name,
                "is missing",
                remedy: "set it in the file or as \(key.environmentVariable);"
                    + " allowed: \(key.kind.allowed)"
            )
        )
    }

    private mutating func read(
        _ key: SettingKey,
        _ given: SettingsSources.Given
    ) -> SettingValue? {
        do throws(SettingComplaints) {
            let value = try key.kind.read(given.texts)
            resolved.append(ResolvedSetting(key: key, value: value, origin: given.origin))
            return value
        } catch {
            for complaint in error.complaints { report(complaint, of: key, given.origin) }
            return nil
        }
    }

    private mutating func report(
        _ complaint: SettingComplaint,
        of key: SettingKey,
        _ origin: SettingOrigin
    ) {
        problems.append(
            SettingsProblem(
                key.name,
                origin: origin,
                value: key.isSecret ? nil : complaint.value,
                complaint.complaint,
                remedy: "allowed: \(key.kind.allowed)"
            )
        )
    }
}
