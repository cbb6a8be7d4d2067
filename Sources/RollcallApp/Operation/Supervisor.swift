/// Whoever started us and wants to know how we are: systemd in the program.
package protocol Supervisor: Sendable {
    /// Takes a state in; nothing is said back, and a failure is nobody's concern.
    func notify(_ state: SupervisedState)
}

/// What a supervisor is told.
package enum SupervisedState: String, Hashable, Sendable {
    /// Requests are served.
    case ready = "READY=1"
    /// The settings are being read again.
    case reloading = "RELOADING=1"
    /// The end has begun.
    case stopping = "STOPPING=1"
}

/// Nobody wants to know.
package struct NoSupervisor: Supervisor {
    /// Creates nobody.
    package init() {}

    /// Does nothing.
    package func notify(_ state: SupervisedState) {}
}
