internal import StatusEngine
internal import Synchronization

/// Writes log lines to standard error, each in one piece, and waits for its reader only so long.
package final class StandardErrorSink: LogSink {
    /// What a pipe that has room takes without waiting, in bytes: Linux' `PIPE_BUF` (pipe(7)).
    static let pieceBytes = 4_096

    private struct State {
        var patience = WritePatience()
        /// Whether a part of a line was taken and its end was not.
        var isCut = false
    }

    private let output: any LogOutput
    private let now: @Sendable () -> Instant
    /// A line is written whole before the next begins, also where the pipe takes only a part.
    private let state = Mutex(State())

    /// Creates the sink.
    package convenience init() {
        self.init(StandardError(), now: { SystemClock.instant })
    }

    /// Creates a sink for another output, by another clock.
    init(_ output: any LogOutput, now: @escaping @Sendable () -> Instant) {
        self.output = output
        self.now = now
    }

    /// Writes the line; nothing can be done about a standard error that is gone or stuck.
    @discardableResult
    package func write(_ line: String) -> Bool {
        state.withLock { state in
            let bytes = Array("\(state.isCut ? "\n" : "")\(line)\n".utf8)
            let left = write(bytes[...], &state.patience)
            if left < bytes.count { state.isCut = left > 0 }
            return left == 0
        }
    }

    /// Writes what is taken of the bytes; tells how many were not.
    private func write(_ bytes: ArraySlice<UInt8>, _ patience: inout WritePatience) -> Int {
        var rest = bytes
        patience.begin(at: now())
        while !rest.isEmpty {
            guard output.hasRoom(within: patience.left(at: now())) else {
                patience.gaveUp()
                break
            }
            guard let taken = output.write(rest.prefix(Self.pieceBytes)) else { break }
            if taken > 0 { patience.took(at: now()) }
            rest = rest.dropFirst(taken)
        }
        return rest.count
    }
}
