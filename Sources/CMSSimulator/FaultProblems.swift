/// Everything that is wrong with a JSON text of faults, one sentence each.
package struct FaultProblems: Error, Hashable, Sendable {
    /// The sentences, each beginning with the key it is about.
    package let problems: [String]
}
