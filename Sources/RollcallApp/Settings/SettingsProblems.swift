/// All that is wrong with the settings, told at once.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [SettingsProblem]

    /// Creates the whole from its parts.
    package init(_ problems: [SettingsProblem]) { self.problems = problems }

    /// One line for each problem, under a line that counts them.
    package var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        let lines = problems.map { "  \($0)" }.joined(separator: "\n")
        return "The settings cannot be used: \(count).\n\(lines)"
    }
}
