/// One setting as it will be used, and where its value came from.
package struct ResolvedSetting: Hashable, Sendable {
    /// Which setting.
    package let key: SettingKey
    /// Its value; nothing where it is not given and has no default.
    package let value: SettingValue?
    /// Where the value came from.
    package let origin: SettingOrigin

    /// Creates a resolved setting.
    package init(key: SettingKey, value: SettingValue?, origin: SettingOrigin) {
        self.key = key
        self.value = value
        self.origin = origin
    }

    /// The value as people may see it.
    package var shown: String {
        guard let value else { return "-" }
        guard !key.isSecret else { return "(secret)" }
        switch (value, key.kind) {
        case (.text(let text), _): return SettingsProblem.printable(text)
        case (.integer(let bytes), .size): return SizeText.text(bytes)
        case (.integer(let number), _): return String(number)
        case (.integers(let numbers), _): return "\(numbers)"
        case (.texts(let texts), _):
            return SettingsProblem.printable("[\(texts.joined(separator: ", "))]")
        case (.duration(let duration), _): return DurationText.text(duration)
        }
    }
}
