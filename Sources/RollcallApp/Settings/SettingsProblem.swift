/// One thing wrong with the settings, for whoever has to put it right.
package struct SettingsProblem: Error, Hashable, Sendable {
    /// The key at fault, or what else is: a file, a group.
    package let subject: String
    /// Where the value came from.
    package let origin: SettingOrigin?
    /// The value as written, shortened; never a secret.
    package let value: String?
    /// What is wrong, as a sentence's end: `is not a whole number`.
    package let complaint: String
    /// What is allowed, or what to do.
    package let remedy: String?

    /// The longest value shown, in characters.
    private static let maximumValueLength = 60
    /// How much of a longer value's start is shown, in characters.
    private static let shownStart = 15

    /// Creates a problem.
    package init(
        _ subject: String,
        origin: SettingOrigin? = nil,
        value: String? = nil,
        _ complaint: String,
        remedy: String? = nil
    ) {
        self.subject = subject
        self.origin = origin
        self.value = value.map(Self.shown)
        self.complaint = complaint
        self.remedy = remedy
    }

    /// A text as it may stand in a line, without control characters and not too long.
    ///
    /// What is longer loses its middle, so that a path keeps its file's name.
    static func shown(_ value: String) -> String {
        let printable = printable(value)
        guard printable.count > maximumValueLength else { return printable }
        let (start, end) = (printable.prefix(shownStart), maximumValueLength - shownStart - 1)
        return "\(start)…\(printable.suffix(end))"
    }

    /// A text without control characters and line ends.
    static func printable(_ value: String) -> String {
        value.map { character -> String in
            let unprintable = character.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
            return unprintable ? "�" : String(character)
        }
        .joined()
    }
}

extension SettingsProblem: CustomStringConvertible {
    /// One line: `cms.ccId (rollcall.yaml, line 4): "abc" is not a whole number; allowed: …`.
    package var description: String {
        let place = origin.map { " (\($0))" } ?? ""
        let shown = value.map { "\"\($0)\" " } ?? ""
        let text = "\(subject)\(place): \(shown)\(complaint)\(remedy.map { "; \($0)" } ?? "")"
        return text.hasSuffix("?") ? text : text + "."
    }
}
