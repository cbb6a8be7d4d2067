extension SettingsAssembly {
    /// Which requests get a line in the log.
    mutating func requestLogSettings() -> RequestLogSettings {
        let mode = reader.text(.logRequestsMode)
        return RequestLogSettings(
            mode: mode.flatMap { .init(rawValue: $0) } ?? .none,
            sampleOneIn: reader.integer(.logRequestsSampleOneIn)
        )
    }
}
