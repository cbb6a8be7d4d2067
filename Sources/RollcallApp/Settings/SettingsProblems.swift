/// All that is wrong with the settings, told at once.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [SettingsProblem]

    /// Variables that set nothing, which may be why something is missing.
    package let strangers: [StrangeVariable]

    /// Creates the whole from its parts.
    package init(_ problems: [SettingsProblem], strangers: [StrangeVariable] = []) {
        self.problems = problems
        self.strangers = strangers
    }

    /// One line for each problem, under a line that counts them, and then the warnings.
    package var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        let lines = problems.map { "  \($0)" } + strangers.map(\.description)
        return "The settings cannot be used: \(count).\n\(lines.joined(separator: "\n"))"
    }
}
