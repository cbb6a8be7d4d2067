/// Settings, and where each value came from.
package struct LoadedSettings: Sendable {
    /// The settings to run with.
    package internal(set) var settings: Settings
    /// Every setting as read, in the order of the documentation.
    package internal(set) var resolved: [ResolvedSetting]
    /// What was in the certificates, keys and CAs: a fingerprint for each setting that names one.
    var certificates: [SettingKey: Int]
    /// What is wrong with settings for which that was let pass.
    let tolerated: [SettingsProblem]

    /// Variables that look like ours and set nothing.
    package let strangers: [StrangeVariable]
    /// Settings of former versions that are given still and have no effect.
    package let removed: [RemovedSetting]

    /// Reads file and environment, the groups file and the secret file.
    ///
    /// Without a path the environment alone is read.
    /// - Throws: `SettingsProblems` with everything that is wrong.
    package init(
        file path: String?,
        environment: [String: String],
        files: some FileReading
    ) throws(SettingsProblems) {
        try self.init(
            file: path,
            environment: environment,
            files: files,
            keeping: [],
            tolerating: []
        )
    }

    /// Reads them while others are in force: those that are kept are as they were, and what is wrong
    /// with those for which it is tolerated is noted.
    /// - Throws: `SettingsProblems` with everything that is wrong and not tolerated.
    init(
        file path: String?,
        environment: [String: String],
        files: some FileReading,
        keeping kept: [ResolvedSetting],
        tolerating: Set<SettingKey>
    ) throws(SettingsProblems) {
        let sources = SettingsSources(environment: environment, file: path, files: files)
        strangers = sources.strangers
        removed = sources.removed
        if let problem = sources.fileProblem {
            throw SettingsProblems([problem], strangers: strangers, removed: removed)
        }
        var assembly = SettingsAssembly(
            sources,
            configuration: path,
            files: files,
            keeping: kept
        )
        let settings = assembly.settings()
        let names = Set(tolerating.map(\.name))
        guard let settings, assembly.problems.allSatisfy({ names.contains($0.subject) }) else {
            throw SettingsProblems(assembly.problems, strangers: strangers, removed: removed)
        }
        tolerated = assembly.problems
        self.settings = settings
        certificates = assembly.certificates
        let order = Dictionary(
            uniqueKeysWithValues: SettingKey.all.enumerated().map { ($1.name, $0) }
        )
        resolved = assembly.resolved.sorted {
            order[$0.key.name, default: 0] < order[$1.key.name, default: 0]
        }
    }
}
