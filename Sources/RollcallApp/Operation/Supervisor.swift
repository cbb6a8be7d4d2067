/// The process manager that started us and takes notifications of our state: systemd in the program.
package protocol Supervisor: Sendable {
    /// Notifies the supervisor of a state; failures are ignored.
    func notify(_ state: SupervisedState)
}

/// The states a supervisor is notified of.
package enum SupervisedState: String, Hashable, Sendable {
    /// Requests are served.
    case ready = "READY=1"
    /// The settings are being read again.
    case reloading = "RELOADING=1"
    /// The end has begun.
    case stopping = "STOPPING=1"
}

/// A supervisor that ignores all notifications.
package struct NoSupervisor: Supervisor {
    /// Creates it.
    package init() {}

    /// Does nothing.
    package func notify(_ state: SupervisedState) {}
}
