internal import CMS
internal import Logging
internal import StatusEngine
internal import Synchronization

/// Keeps a lock-out in a file, so that a restart does not try a refused signature once more.
final class LockOutKeeper: EngineObserver {
    private static let maximumBytes = 4 << 10

    private let path: String
    private let files: any StateFiles
    /// What a lock-out is for; a reload changes it.
    private let cms: Mutex<CMSSettings>
    private let salt: [UInt8]
    private let logger: Logger
    /// Whether the last write failed.
    ///
    /// Held while a file is written, so that what happened last is
    /// what stays in it.
    private let isFailing = Mutex(false)

    /// Creates a keeper; equal salts let equal credentials be told in two files.
    init(
        _ state: StateSettings,
        _ files: any StateFiles,
        cms: CMSSettings,
        salt: [UInt8],
        logger: Logger
    ) {
        path = state.lockOutFile
        self.files = files
        self.cms = Mutex(cms)
        self.salt = salt
        self.logger = logger
    }

    /// Keeps lock-outs of other credentials from now on.
    func use(_ settings: CMSSettings) { cms.withLock { $0 = settings } }

    /// Writes or removes the file before this returns: no call leaves after a lock-out of which
    /// the disk does not know.
    func observe(_ event: EngineEvent) {
        switch event {
        case .lockedOut(_, let record): keep(record)
        case .unlocked: remove()
        default: break
        }
    }

    /// The lock-out of before a restart, if it is for the present credentials; removes a file
    /// that is of no use any more.
    func restored() -> LockOutRecord? {
        let contents: FileContents
        do throws(FileTrouble) {
            contents = try files.read(path, atMost: Self.maximumBytes)
        } catch .notFound {
            return nil
        } catch {
            return ignored("The file of the lock-out cannot be used.", reason: "\(error)")
        }
        guard let document = LockOutDocument(bytes: contents.bytes),
            let record = document.record, let salt = document.saltBytes
        else {
            return ignored("The file of the lock-out cannot be used.", reason: "is damaged")
        }
        let fingerprint = LockOutDocument.hex(
            cms.withLock(\.self).credentialsFingerprint(salt: salt)
        )
        guard fingerprint == document.credentials else {
            return ignored(
                "The credentials are others than those the CMS refused; calls are sent again.",
                reason: "is for other credentials"
            )
        }
        logger.critical(
            """
            All calls to the CMS stay stopped: it refused these credentials before the restart. \
            Put them right, and reload or restart rollcall.
            """,
            metadata: [
                "cms.failure.code": "\(record.code.rawValue)",
                "cms.next_probe": "\(record.probeAt)",
            ]
        )
        return record
    }

    private func ignored(_ message: Logger.Message, reason: String) -> LockOutRecord? {
        logger.warning(message, metadata: ["state.file": "\(path)", "state.reason": "\(reason)"])
        remove()
        return nil
    }

    private func keep(_ record: LockOutRecord) {
        let fingerprint = cms.withLock(\.self).credentialsFingerprint(salt: salt)
        let document = LockOutDocument(record, salt: salt, fingerprint: fingerprint)
        guard let bytes = try? document.bytes else { return }
        change { () throws(FileWriteTrouble) in try files.replace(path, with: bytes) }
    }

    private func remove() {
        change { () throws(FileWriteTrouble) in try files.remove(path) }
    }

    /// Changes the file; the first of several failures in a row has a log line.
    private func change(_ work: () throws(FileWriteTrouble) -> Void) {
        isFailing.withLock { isFailing in
            do throws(FileWriteTrouble) {
                try work()
                isFailing = false
            } catch {
                if !isFailing { complain(error) }
                isFailing = true
            }
        }
    }

    private func complain(_ trouble: FileWriteTrouble) {
        logger.error(
            "The file of the lock-out could not be brought up to date; a restart would not know.",
            metadata: ["state.file": "\(path)", "state.reason": "\(trouble)"]
        )
    }
}
