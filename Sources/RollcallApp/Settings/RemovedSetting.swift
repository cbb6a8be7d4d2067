/// A setting of a former version that is given still: it has no effect and stops nothing.
package struct RemovedSetting: Hashable, Sendable, CustomStringConvertible {
    /// What to do about each setting that was removed, by name; one release keeps it here.
    package static let advice = [
        "cms.hedgeAfter": "No second call is sent beside a slow one any more: delete the setting."
    ]

    /// The setting's name.
    package let name: String
    /// Where it is given.
    package let origin: SettingOrigin
    /// What to do about it.
    package let advice: String

    /// Creates the finding; nil if no setting of that name was removed.
    init?(_ name: String, at origin: SettingOrigin) {
        guard let advice = Self.advice[name] else { return nil }
        self.name = name
        self.origin = origin
        self.advice = advice
    }

    /// Creates the finding for a variable; nil if it set none of the removed settings.
    init?(variable: String) {
        let name = Self.advice.keys.first {
            SettingKey.environmentVariable(for: $0) == variable
        }
        guard let name else { return nil }
        self.init(name, at: .environment(variable))
    }

    /// One line for whoever gave it.
    package var description: String {
        "Warning: \(name) (\(origin)): has no effect any more. \(advice)"
    }
}
