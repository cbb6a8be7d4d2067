/// One setting: its name and all that is known of it, from which reading, the check for unknown
/// keys, `check-config` and docs/configuration.md are made.
package struct SettingKey: Hashable, Sendable {
    /// What holds when a setting is not given.
    package enum Absence: Hashable, Sendable {
        /// It must be given.
        case required
        /// It may be left out, and then means nothing.
        case optional
        /// This text is read instead; a list's items are separated by commas.
        case standard(String)
    }

    /// The name, sections separated by dots: `cms.accessKey`.
    package let name: String
    /// What its value may look like.
    package let kind: SettingKind
    /// What holds when it is not given.
    package let absence: Absence
    /// What it does, in one line.
    package let summary: String
    /// Whether its value is never shown.
    package let isSecret: Bool

    /// Creates a key.
    package init(
        _ name: String,
        _ kind: SettingKind,
        _ absence: Absence,
        isSecret: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.absence = absence
        self.summary = summary
        self.isSecret = isSecret
    }

    /// What every environment variable of ours begins with.
    package static let environmentPrefix = "ROLLCALL_"

    /// The environment variable that sets it: `ROLLCALL_CMS_ACCESSKEY`.
    package var environmentVariable: String { Self.environmentVariable(for: name) }

    /// The environment variable that sets the key of that name.
    static func environmentVariable(for name: String) -> String {
        environmentPrefix
            + name.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// The name's parts.
    package var components: [String] {
        name.split(separator: ".").map(String.init)
    }
}
