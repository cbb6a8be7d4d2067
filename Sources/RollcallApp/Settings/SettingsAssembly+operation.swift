extension SettingsAssembly {
    /// How rollcall runs, takes in changes, and ends.
    mutating func operationSettings() -> OperationSettings {
        OperationSettings(
            reloadInterval: reader.duration(.reloadInterval),
            drainDelay: reader.duration(.shutdownDrainDelay),
            eventLoops: reader.integerIfGiven(.listenEventLoops)
        )
    }
}
