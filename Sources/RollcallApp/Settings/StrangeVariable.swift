/// An environment variable that begins as ours do and sets nothing: maybe a slip of the pen, maybe
/// none of our business, so it is told and stops nothing.
package struct StrangeVariable: Hashable, Sendable, CustomStringConvertible {
    /// Its name.
    package let name: String
    /// The variable somebody may have meant.
    package let meant: String?

    /// One line for whoever set it.
    package var description: String {
        let problem = SettingsProblem(
            name,
            "is an environment variable that sets nothing",
            remedy: meant.map { "did you mean \($0)?" }
        )
        return "Warning: \(problem)"
    }
}
