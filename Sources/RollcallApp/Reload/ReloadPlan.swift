internal import CMS
internal import Gateway

/// What becomes of settings that were read anew while rollcall runs: all of them or nothing.
enum ReloadPlan: Sendable {
    /// They are as they were.
    case nothing
    /// They take the place of the present ones; these settings are others, and maybe the groups.
    case apply(LoadedSettings, changed: [String])
    /// They cannot be used; nothing changes.
    case refuse(SettingsProblems)
    /// These settings would need a restart; nothing changes.
    case restart([SettingKey])
    /// Calls would be signed otherwise, which nobody has asked for yet; nothing changes.
    case wait(changed: [String])

    /// Who asks for a reload.
    enum Trigger: Sendable {
        /// Somebody who says that all files are as they should be.
        case signal
        /// A file that has changed, maybe before another that belongs to it.
        case fileChange
    }

    /// Compares what was read with what is in force.
    ///
    /// Access key, secret key and signing may stand in several files, and a call signed with one
    /// of them old and one new is a bad signature, which locks the address: a change of a file
    /// alone never lets them come into force.
    init(
        from present: LoadedSettings,
        to read: Result<LoadedSettings, SettingsProblems>,
        on trigger: Trigger
    ) {
        switch read {
        case .failure(let problems): self = .refuse(problems)
        case .success(let next):
            let keys = Self.changedKeys(present, next)
            let fixed = Self.fixedKeys(present, next, changed: keys)
            let changed = Self.names(keys, present.settings, next.settings)
            if !fixed.isEmpty {
                self = .restart(fixed)
            } else if trigger == .fileChange,
                present.settings.cms.isSignedUnlike(next.settings.cms)
            {
                self = .wait(changed: changed)
            } else {
                self = changed.isEmpty ? .nothing : .apply(next, changed: changed)
            }
        }
    }

    /// What `rollcall_reloads_total` counts it as.
    var outcome: String {
        switch self {
        case .nothing: "unchanged"
        case .apply: "applied"
        case .refuse: "refused"
        case .restart: "restart_needed"
        case .wait: "waiting"
        }
    }

    /// Every outcome there is.
    static let outcomes = ["applied", "unchanged", "refused", "restart_needed", "waiting"]

    private static func changedKeys(
        _ present: LoadedSettings,
        _ next: LoadedSettings
    ) -> [SettingKey] {
        let before = Dictionary(
            present.resolved.map { ($0.key, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        return next.resolved.filter { before[$0.key] != $0.value }.map(\.key)
    }

    /// What a restart alone lets come into force: settings, and what certificates, keys and CAs
    /// hold, which are read once.
    private static func fixedKeys(
        _ present: LoadedSettings,
        _ next: LoadedSettings,
        changed: [SettingKey]
    ) -> [SettingKey] {
        let fixed = Set(changed).subtracting(SettingKey.changeableWhileRunning)
        return SettingKey.all.filter {
            fixed.contains($0) || present.certificates[$0] != next.certificates[$0]
        }
    }

    /// The changed settings by name, and what files hold that no setting shows.
    private static func names(
        _ keys: [SettingKey],
        _ present: Settings,
        _ next: Settings
    ) -> [String] {
        var names = keys.map(\.name)
        if present.groups != next.groups { names.append("groups") }
        if present.access.keys != next.access.keys { names.append("keys") }
        if present.cms.credentials.secretKey != next.cms.credentials.secretKey {
            names.append("secret key")
        }
        return names
    }
}
