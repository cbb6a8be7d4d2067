package import Roster

/// Figures of the engine at an instant.
package struct EngineGauges: Hashable, Sendable {
    /// Agents the table holds.
    package let agents: Int
    /// What the table occupies, in bytes.
    package let tableBytes: Int
    /// Questions waiting.
    package let waitingQuestions: Int
    /// Calls in flight.
    package let callsInFlight: Int
    /// Why no call may leave, if none may.
    package let refusal: Trouble?

    init(_ engine: StatusEngine, at now: Instant) {
        agents = engine.agentCount
        tableBytes = engine.tableBytes
        waitingQuestions = engine.waitingQuestions
        callsInFlight = engine.callsInFlight
        refusal = engine.refusal(at: now)
    }
}
