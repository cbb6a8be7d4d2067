/// Where what outlives rollcall is kept.
package struct StateSettings: Hashable, Sendable {
    /// A directory that is there and can be written to.
    package var directory: String
    /// How often what is known is written.
    package var snapshotInterval: Duration

    /// Creates settings.
    package init(directory: String, snapshotInterval: Duration = .seconds(60)) {
        self.directory = directory
        self.snapshotInterval = snapshotInterval
    }

    /// While the CMS refuses our calls: which ones, and until when.
    var lockOutFile: String { path("lockout") }
    /// The same in the format before there were sections; it is read and removed.
    var formerLockOutFile: String { path("lockout.json") }
    /// The calls that count towards the quota.
    var quotaFile: String { path("quota") }
    /// What was known of the agents.
    var snapshotFile: String { path("snapshot") }
    /// A snapshot that could not be used.
    var refusedSnapshotFile: String { path("snapshot.refused") }

    private func path(_ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }
}
