package import StatusEngine

/// Where an answer came from: for the metrics and the log, not for the client.
package struct Provenance: Hashable, Sendable {
    /// What the answer says is wrong, if it is a problem.
    package var problem: ProblemCode?
    /// What memory had to say, where agents were asked for.
    package var cache: CacheOutcome?
    /// How fresh the agents in it are.
    package var agents = AnswerSummary()
    /// The calls to the CMS that were waited for, in the order they ended.
    package var calls: [CallID] = []
    /// The trace it belongs to, in 32 hexadecimal digits, where it is traced.
    package var traceID: String?

    /// An answer that had nothing to do with agents.
    package init() {}

    /// The answer to a question.
    package init(_ answer: Answer) {
        agents = answer.summary
        cache = CacheOutcome(answer)
        calls = answer.calls
    }
}

extension Response {
    /// The same answer, with what it owes to the engine's.
    consuming func given(by answer: Answer) -> Response {
        let problem = provenance.problem
        provenance = Provenance(answer)
        provenance.problem = problem
        return self
    }
}
