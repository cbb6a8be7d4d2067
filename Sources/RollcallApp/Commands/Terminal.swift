/// Where a command says what it has to say.
package protocol Terminal: Sendable {
    /// Prints to standard output.
    func say(_ text: String)

    /// Prints to standard error.
    func complain(_ text: String)
}
