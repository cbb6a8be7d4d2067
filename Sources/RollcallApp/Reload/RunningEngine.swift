internal import StatusEngine

/// The engine, as a reload reaches it.
protocol RunningEngine: CredentialsUser {
    /// Goes by other settings from now on.
    func change(to settings: EngineSettings)
}

extension StatusService: RunningEngine {}
