/// All that is wrong with the settings, told at once.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [SettingsProblem]

    /// Variables that set nothing, which may be why something is missing.
    package let strangers: [StrangeVariable]

    /// Settings of former versions, which have no effect.
    package let removed: [RemovedSetting]

    /// Creates the whole from its parts.
    package init(
        _ problems: [SettingsProblem],
        strangers: [StrangeVariable] = [],
        removed: [RemovedSetting] = []
    ) {
        self.problems = problems
        self.strangers = strangers
        self.removed = removed
    }

    /// One line for each problem, under a line that counts them, and then the warnings.
    package var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        let warnings = strangers.map(\.description) + removed.map(\.description)
        let lines = problems.map { "  \($0)" } + warnings
        return "The settings cannot be used: \(count).\n\(lines.joined(separator: "\n"))"
    }
}
