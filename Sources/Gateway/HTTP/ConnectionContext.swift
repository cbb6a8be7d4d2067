internal import Roster

/// What all connections of one server share.
struct ConnectionContext: Sendable {
    let limits: HTTPLimits
    let responder: any Responder
    let observer: any HTTPObserver
    let now: @Sendable () -> Timestamp
    /// What request ids begin with.
    let seed: UInt64
}
