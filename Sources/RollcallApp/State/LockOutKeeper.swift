internal import CMS
internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

/// Keeps a lock-out in a file, so that a restart does not try a refused signature once more.
final class LockOutKeeper: EngineObserver {
    private let file: LockOutFile
    /// What a lock-out is for; a reload changes it.
    private let cms: Mutex<CMSSettings>
    private let salt: [UInt8]
    private let logger: Logger
    private let writer: StateWriter

    /// Creates a keeper; equal salts let equal credentials be told in two files.
    init(_ file: LockOutFile, cms: CMSSettings, salt: [UInt8], logger: Logger) {
        self.file = file
        self.cms = Mutex(cms)
        self.salt = salt
        self.logger = logger
        writer = StateWriter(
            file.path,
            complaint: "The lock-out could not be saved; a restart will not know of it.",
            logger: logger
        )
    }

    /// Keeps lock-outs of other credentials from now on.
    func use(_ settings: CMSSettings) { cms.withLock { $0 = settings } }

    /// Writes the file before this returns: no call leaves after a lock-out of which the disk does
    /// not know.
    func observe(_ event: EngineEvent) {
        switch event {
        case .lockedOut(_, let record): keep(record)
        case .unlocked, .lockOutLifted:
            writer.write { () throws(FileWriteTrouble) in try file.clear() }
        default: break
        }
    }

    /// The lock-out of before a restart, if it is for the present credentials; one of a minute if
    /// that cannot be known.
    func restored(at now: Timestamp) -> LockOutRecord? {
        let found = file.read(by: cms.withLock(\.self))
        switch found {
        case .none:
            writer.write { () throws(FileWriteTrouble) in try file.prepare() }
            return nil
        case .refusedOthers:
            logger.warning(
                "The credentials differ from those the CMS refused; calls are sent again.",
                metadata: ["state.file": "\(file.path)"]
            )
            writer.write { () throws(FileWriteTrouble) in try file.clear() }
            return nil
        case .refused(let record):
            keep(record)
            logger.critical(
                """
                All calls to the CMS stay stopped: it refused these credentials before the restart. \
                Correct them, and reload rollcall.
                """,
                metadata: metadata(record)
            )
            return record
        case .unreadable(let reason):
            let record = found.record(after: .unauthorized, at: now)
            keep(record)
            var metadata = metadata(record)
            metadata["state.file"] = "\(file.path)"
            metadata["state.reason"] = "\(reason)"
            logger.critical(
                """
                The lock-out file cannot be read, so the CMS may have refused these credentials: \
                no call is sent for a minute.
                """,
                metadata: metadata
            )
            return record
        }
    }

    private func metadata(_ record: LockOutRecord) -> Logger.Metadata {
        [
            "cms.failure.code": "\(record.code.rawValue)",
            "cms.next_probe": "\(record.probeAt)",
        ]
    }

    private func keep(_ record: LockOutRecord) {
        let cms = cms.withLock(\.self)
        writer.write { () throws(FileWriteTrouble) in try file.write(record, of: cms, salt: salt) }
    }
}
