internal import CMS
internal import Gateway

/// What becomes of settings that were read anew while rollcall runs: each part by itself.
///
/// Nothing that is wrong with one part keeps another from coming into force: no certificate that needs
/// care and no setting that needs a restart keeps a key from being taken away or a secret from being
/// corrected.
struct ReloadPlan: Sendable {
    /// Who asks for a reload.
    enum Trigger: Sendable {
        /// Somebody who says that all files are as they should be.
        case signal
        /// A file that has changed, maybe before another that belongs to it.
        case fileChange
    }

    /// What a reload came to; it may be several of these.
    enum Outcome: String, CaseIterable, Sendable {
        /// Something was taken in.
        case applied
        /// Everything is as it was.
        case unchanged
        /// Something cannot be used.
        case refused
        /// Something needs a restart.
        case restartNeeded = "restart_needed"
        /// Calls would be signed otherwise, which nobody has asked for yet.
        case waiting
    }

    /// The settings that were in force.
    let present: LoadedSettings
    /// The settings that are in force from now on.
    private(set) var next: LoadedSettings
    /// The settings that would need a restart to come into force.
    private(set) var restart: [SettingKey] = []
    /// What would let calls be signed otherwise, by name.
    private(set) var waiting: [String] = []
    /// What cannot be used, and is not in force.
    private(set) var problems: [SettingsProblem] = []

    /// Compares what is read with what is in force.
    ///
    /// Access key, secret key and signing may stand in several files, and a call signed with one
    /// of them old and one new is a bad signature, which locks the address: a change of a file
    /// alone never lets them come into force.
    init(from present: LoadedSettings, reading: SettingsReading, on trigger: Trigger) {
        self.present = present
        next = present
        switch reading.settings(tolerating: CertificatePart.allKeys) {
        case .failure(let wrong):
            problems = wrong.problems
            // What is wrong with the rest is no reason to let a key that was taken away open anything.
            takeKeysAlone(reading)
        case .success(let written):
            problems = written.tolerated
            restart = Self.fixedKeys(present, written)
            take(written, reading)
            keepUnusableCertificates()
            if trigger == .fileChange, next.settings.cms.isSignedUnlike(present.settings.cms) {
                let whole = next
                next.takeCredentials(from: present)
                waiting = Self.names(next, whole)
            }
        }
    }

    /// What is taken in, by name.
    var changed: [String] { Self.names(present, next) }

    /// The certificates that take the place of others.
    var renewed: [CertificatePart] {
        CertificatePart.allCases.filter { next.hasOther($0, than: present) }
    }

    /// What it comes to.
    var outcomes: Set<Outcome> {
        var outcomes: Set<Outcome> = []
        if !changed.isEmpty { outcomes.insert(.applied) }
        if !problems.isEmpty { outcomes.insert(.refused) }
        if !restart.isEmpty { outcomes.insert(.restartNeeded) }
        if !waiting.isEmpty { outcomes.insert(.waiting) }
        return outcomes.isEmpty ? [.unchanged] : outcomes
    }

    /// Stays with the certificates in force, because the new ones turned out to be of no use.
    mutating func keep(_ part: CertificatePart, because problem: SettingsProblem) {
        next.take(part, from: present)
        problems.append(problem)
    }

    /// Takes in what was written but for what needs a restart.
    ///
    /// It is read once more for that: groups and keys speak of the VDNs that are served, and settings
    /// are checked against each other. Where the rest is of no use without what needs the restart,
    /// keys, credentials and certificates still are.
    private mutating func take(_ written: LoadedSettings, _ reading: SettingsReading) {
        guard !restart.isEmpty else { return next = written }
        let fixed = Set(restart)
        let kept = present.resolved.filter { fixed.contains($0.key) }
        switch reading.settings(keeping: kept, tolerating: CertificatePart.allKeys) {
        case .success(let mixed):
            next = mixed
        case .failure(let wrong):
            problems += wrong.problems
            takeKeysAlone(reading)
            next.takeCredentials(from: written)
            for part in CertificatePart.allCases where fixed.isDisjoint(with: part.keys) {
                next.take(part, from: written)
            }
        }
    }

    private mutating func takeKeysAlone(_ reading: SettingsReading) {
        guard let keys = reading.keys(beside: present) else { return }
        next.settings.access.keys = keys
    }

    private mutating func keepUnusableCertificates() {
        let unusable = Set(problems.map(\.subject))
        for part in CertificatePart.allCases
        where part.keys.contains(where: { unusable.contains($0.name) }) {
            next.take(part, from: present)
        }
    }

    /// The changed settings that a restart alone lets come into force.
    private static func fixedKeys(
        _ present: LoadedSettings,
        _ written: LoadedSettings
    ) -> [SettingKey] {
        var changeable = SettingKey.changeableWhileRunning
        let unusable = Set(written.tolerated.map(\.subject))
        let isListenerBroken = CertificatePart.listener.keys.contains { unusable.contains($0.name) }
        let speaksTLS = [present, written].map { $0.settings.listenTLS != nil }
        // A listener that speaks TLS goes on doing so, and so does one that does not.
        if speaksTLS[0] != speaksTLS[1], !isListenerBroken {
            changeable.subtract(CertificatePart.listener.keys)
        }
        return changedKeys(present, written).filter { !changeable.contains($0) }
    }

    private static func changedKeys(
        _ present: LoadedSettings,
        _ next: LoadedSettings
    ) -> [SettingKey] {
        let before = Dictionary(present.resolved.map { ($0.key, $0.value) }) { first, _ in first }
        return next.resolved.filter { before[$0.key] != $0.value }.map(\.key)
    }

    /// The settings that differ by name, and what files hold that no setting shows.
    private static func names(_ before: LoadedSettings, _ after: LoadedSettings) -> [String] {
        let keys = Set(changedKeys(before, after))
        var names = SettingKey.all
            .filter { keys.contains($0) || before.certificates[$0] != after.certificates[$0] }
            .map(\.name)
        let (old, new) = (before.settings, after.settings)
        if old.groups != new.groups { names.append("groups") }
        if old.access.keys != new.access.keys { names.append("keys") }
        if old.cms.credentials.secretKey != new.cms.credentials.secretKey {
            names.append("secret key")
        }
        return names
    }
}
