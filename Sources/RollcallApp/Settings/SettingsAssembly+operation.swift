extension SettingsAssembly {
    /// How a running rollcall takes in changes, and how it ends.
    mutating func operationSettings() -> OperationSettings {
        OperationSettings(
            reloadInterval: reader.duration(.reloadInterval),
            drainDelay: reader.duration(.shutdownDrainDelay)
        )
    }
}
