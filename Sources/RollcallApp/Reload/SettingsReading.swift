internal import Gateway
internal import Roster
internal import StatusEngine

/// The settings' files, read anew while other settings are in force, as often as the decision asks.
struct SettingsReading: Sendable {
    private let path: String?
    private let environment: [String: String]
    private let files: NotedFiles

    init(path: String?, environment: [String: String], files: some FileReading) {
        self.path = path
        self.environment = environment
        self.files = NotedFiles(files)
    }

    /// The files that were read.
    var look: FileWatch.Look { files.look }

    /// Reads everything; settings that are kept are as they were, and what is wrong with those for
    /// which it is tolerated is noted alone.
    func settings(
        keeping kept: [ResolvedSetting] = [],
        tolerating: Set<SettingKey> = []
    ) -> Result<LoadedSettings, SettingsProblems> {
        Result { () throws(SettingsProblems) in
            try LoadedSettings(
                file: path,
                environment: environment,
                files: files,
                keeping: kept,
                tolerating: tolerating
            )
        }
    }

    /// Reads the keys file alone, the one of the settings in force; no result where it is of no use.
    func keys(beside present: LoadedSettings) -> APIKeys? {
        var assembly = SettingsAssembly(
            SettingsSources(environment: [:], file: nil, files: files),
            configuration: path,
            files: files,
            keeping: present.resolved
        )
        let settings = present.settings
        let access = assembly.accessPolicy(
            settings.groups,
            mayLearnGroups: !settings.engine.groups.intervals.isEmpty,
            vdns: settings.gateway.vdns
        )
        return assembly.problems.isEmpty ? access.keys : nil
    }
}
