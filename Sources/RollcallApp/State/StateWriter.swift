internal import Logging
internal import Synchronization

/// Writes one file of the state directory, one write at a time; of several failures in a row the
/// first has a log line.
final class StateWriter: Sendable {
    private let path: String
    private let complaint: Logger.Message
    private let logger: Logger
    /// Whether the last write failed; held while the file is written, so that what happened last is
    /// what stays in it.
    private let isFailing = Mutex(false)

    /// Creates a writer; `complaint` is the message of the log line.
    init(_ path: String, complaint: Logger.Message, logger: Logger) {
        self.path = path
        self.complaint = complaint
        self.logger = logger
    }

    /// Performs a write.
    func write(_ work: () throws(FileWriteTrouble) -> Void) {
        isFailing.withLock { isFailing in
            do throws(FileWriteTrouble) {
                try work()
                isFailing = false
            } catch {
                if !isFailing {
                    logger.error(
                        complaint,
                        metadata: ["state.file": "\(path)", "state.reason": "\(error)"]
                    )
                }
                isFailing = true
            }
        }
    }
}
