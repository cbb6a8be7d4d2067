internal import Logging
internal import Roster
internal import StatusEngine

/// Keeps the calls that count towards the quota in a file, so that a restart frees none.
final class QuotaKeeper: QuotaStore {
    private static let section = "quota"
    private static let slotSize = 64 << 10

    private let file: SlotFile
    private let files: any StateFiles
    private let logger: Logger
    private let writer: StateWriter

    init(_ state: StateSettings, _ files: any StateFiles, logger: Logger) {
        file = SlotFile(state.quotaFile, slotSize: Self.slotSize, files)
        self.files = files
        self.logger = logger
        writer = StateWriter(
            file.path,
            complaint: "The quota could not be saved; a restart will not know of it.",
            logger: logger
        )
    }

    /// Writes the record before this returns.
    func keep(_ record: QuotaRecord) {
        let section = StateDocument.Section(Self.section, QuotaDocument(record).bytes)
        writer.write { () throws(FileWriteTrouble) in try file.write([section]) }
    }

    /// Lets the engine count the calls from before a restart; where they cannot be read, the whole
    /// quota counts as spent when the file was written.
    func restore(to status: StatusService, at now: Timestamp) {
        switch file.read() {
        case .nothing: writer.write { () throws(FileWriteTrouble) in try file.prepare() }
        case .unreadable(let reason): spend(status, reason, at: now)
        case .document(let document, _):
            let content = document.content(of: Self.section)
            guard let record = content.flatMap(QuotaDocument.init(bytes:))?.record else {
                return spend(status, "is damaged, or of a version that is not known", at: now)
            }
            status.restore(record)
        }
    }

    private func spend(_ status: StatusService, _ reason: String, at now: Timestamp) {
        let since = files.modifiedAt(file.path) ?? now
        status.restoreQuotaSpent(since: since)
        logger.error(
            "The calls from before the restart cannot be read; the quota counts as spent.",
            metadata: [
                "state.file": "\(file.path)", "state.reason": "\(reason)",
                "cms.quota.spent_at": "\(since)",
            ]
        )
    }
}
