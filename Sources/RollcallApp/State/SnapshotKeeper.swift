internal import CMS
internal import Logging
internal import StatusEngine
internal import Synchronization

/// Keeps what the engine knows in a file, so that a restart does not begin with nothing.
final class SnapshotKeeper: Sendable {
    /// What is known of the last snapshot written.
    struct Written: Hashable {
        /// When.
        let at: Instant
        /// How large it is, in bytes.
        let bytes: Int
    }

    private struct State {
        var written: Written?
        var isFailing = false
    }

    /// The largest file that is read: 2 GiB, some 25 million agents.
    private static let maximumBytes = 2 << 30

    private let settings: StateSettings
    private let files: any StateFiles
    private let file: SnapshotFile
    private let status: StatusService
    private let clock: any EngineClock
    private let logger: Logger
    private let state = Mutex(State())

    init(
        _ settings: StateSettings,
        _ files: any StateFiles,
        cms: CMSSettings,
        status: StatusService,
        clock: any EngineClock,
        logger: Logger
    ) {
        self.settings = settings
        self.files = files
        file = SnapshotFile(origin: cms.originFingerprint)
        self.status = status
        self.clock = clock
        self.logger = logger
    }

    /// The last snapshot written since the start.
    var written: Written? { state.withLock { $0.written } }

    /// Takes in what was known before a restart; a file that is of no use is kept aside.
    /// - Returns: how many observations were taken in.
    @discardableResult
    func restore() -> Int {
        do throws(FileTrouble) {
            let contents = try files.read(settings.snapshotFile, atMost: Self.maximumBytes)
            return restore(contents.bytes)
        } catch .notFound {
            logger.info("There is no snapshot to restore.")
        } catch {
            refuse("\(error)")
        }
        return 0
    }

    private func restore(_ bytes: [UInt8]) -> Int {
        do throws(SnapshotFile.Refusal) {
            let snapshot = try file.snapshot(bytes)
            let agents = status.restore(snapshot)
            logger.notice(
                "The snapshot from before the restart was restored.",
                metadata: [
                    "snapshot.agents": "\(agents)",
                    "snapshot.left_aside": "\(snapshot.entries.count - agents)",
                ]
            )
            return agents
        } catch {
            refuse("\(error)")
            return 0
        }
    }

    private func refuse(_ reason: String) {
        var metadata: Logger.Metadata = [
            "state.file": "\(settings.snapshotFile)", "state.reason": "\(reason)",
        ]
        do throws(FileWriteTrouble) {
            try files.move(settings.snapshotFile, to: settings.refusedSnapshotFile)
            metadata["state.kept_as"] = "\(settings.refusedSnapshotFile)"
        } catch {
            metadata["state.not_kept"] = "\(error)"
        }
        logger.warning(
            "The snapshot was refused; rollcall starts with an empty cache.",
            metadata: metadata
        )
    }

    /// Writes what is known now; the first of several failures in a row has a log line.
    func save() {
        let bytes = file.bytes(of: status.snapshot())
        do throws(FileWriteTrouble) {
            try files.replace(settings.snapshotFile, with: bytes)
            let written = Written(at: clock.now.instant, bytes: bytes.count)
            state.withLock { $0 = State(written: written) }
            logger.debug("A snapshot was written.", metadata: ["snapshot.bytes": "\(bytes.count)"])
        } catch {
            let wasFailing = state.withLock { state in
                defer { state.isFailing = true }
                return state.isFailing
            }
            if !wasFailing { complain(error) }
        }
    }

    private func complain(_ trouble: FileWriteTrouble) {
        logger.error(
            "The snapshot could not be saved; a restart will begin with an older one or none.",
            metadata: ["state.file": "\(settings.snapshotFile)", "state.reason": "\(trouble)"]
        )
    }
}
