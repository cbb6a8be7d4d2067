internal import Foundation
internal import Synchronization

/// Writes log lines to standard error, each in one piece.
package final class StandardErrorSink: LogSink {
    /// A line is written whole before the next begins, also where the pipe takes only a part.
    private let turn = Mutex(())

    /// Creates the sink.
    package init() {}

    /// Writes the line; nothing can be done about a standard error that is gone.
    package func write(_ line: String) {
        turn.withLock { _ in
            try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
        }
    }
}
