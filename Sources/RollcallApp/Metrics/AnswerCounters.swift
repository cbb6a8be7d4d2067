internal import Gateway
internal import StatusEngine

/// How questions were answered, and how fresh the agents in the answers were.
struct AnswerCounters: Sendable {
    /// How fresh an agent of an answer is, as a label.
    enum AgentFreshness: String, CaseIterable, Sendable {
        case live, cached, revalidating, stale, notReported, failed
    }

    private let outcomes = WordCounters(.answers, of: CacheOutcome.self)
    private let agents = WordCounters(.answeredAgents, of: AgentFreshness.self)

    init(_ registry: PrometheusRegistry) {
        registry.keep(outcomes, in: .answers)
        registry.keep(agents, in: .answeredAgents)
    }

    /// Takes note of an answer, where agents were asked for.
    func answered(_ provenance: Provenance) {
        guard let cache = provenance.cache else { return }
        outcomes.count(cache)
        let tally = provenance.agents
        agents.count(.live, by: tally.live)
        agents.count(.cached, by: tally.cached)
        agents.count(.revalidating, by: tally.revalidating)
        agents.count(.stale, by: tally.stale)
        agents.count(.notReported, by: tally.notReported)
        agents.count(.failed, by: tally.failed)
    }
}
