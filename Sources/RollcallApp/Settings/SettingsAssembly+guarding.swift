internal import StatusEngine

extension SettingsAssembly {
    /// The quota: calls and window, both or neither.
    mutating func callQuota() -> CallQuota? {
        let calls = reader.integerIfGiven(.cmsCallQuotaCalls)
        let window = reader.durationIfGiven(.cmsCallQuotaWindow)
        let (hasCalls, hasWindow) = (
            reader.isGiven(.cmsCallQuotaCalls), reader.isGiven(.cmsCallQuotaWindow)
        )
        if hasCalls, !hasWindow { reportMissing(.cmsCallQuotaWindow, beside: .cmsCallQuotaCalls) }
        if hasWindow, !hasCalls { reportMissing(.cmsCallQuotaCalls, beside: .cmsCallQuotaWindow) }
        guard let calls, let window else { return nil }
        return CallQuota(calls: calls, window: window)
    }

    /// Where what outlives rollcall is kept, if anywhere.
    mutating func stateSettings() -> StateSettings? {
        let interval = reader.duration(.stateSnapshotInterval)
        guard let directory = path(.stateDirectory) else { return nil }
        do throws(FileTrouble) {
            try files.checkDirectory(directory)
        } catch {
            let remedy = "it must be a directory this user can write to"
            reader.report(.stateDirectory, "\(error)", remedy: remedy)
        }
        return StateSettings(directory: directory, snapshotInterval: interval)
    }

    /// Reports that a key is given without another one it needs.
    mutating func reportMissing(_ key: SettingKey, beside other: SettingKey) {
        guard !problems.contains(where: { $0.subject == key.name }) else { return }
        reader.report(other, "is given without \(key.name)", remedy: "give both or neither")
    }
}
