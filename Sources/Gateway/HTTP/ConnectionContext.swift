internal import Roster

/// What all connections of one server share.
struct ConnectionContext: Sendable {
    /// How much is taken and how long waited.
    let limits: HTTPLimits
    /// Who answers.
    let responder: any Responder
    /// Who counts.
    let observer: any HTTPObserver
    /// The wall clock.
    let now: @Sendable () -> Timestamp
    /// What request ids begin with.
    let seed: UInt64
    /// What all connections together may hold back.
    let budget: OutputBudget
    /// Whose word on the client's address is taken.
    var proxies = TrustedProxies.none
}
