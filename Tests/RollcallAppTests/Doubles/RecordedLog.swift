import Logging
import RollcallApp
import Roster
import Synchronization

/// Keeps log lines instead of writing them.
final class RecordedLog: LogSink {
    private struct State {
        var lines: [String] = []
        var waiters: [(text: String, resume: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var lines: [String] { state.withLock { $0.lines } }

    func write(_ line: String) -> Bool {
        let woken = state.withLock { state in
            state.lines.append(line)
            let woken = state.waiters.filter { line.contains($0.text) }
            state.waiters.removeAll { line.contains($0.text) }
            return woken
        }
        for waiter in woken { waiter.resume.resume() }
        return true
    }

    /// Returns when a line with the text has been written.
    func line(with text: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard !state.lines.contains(where: { $0.contains(text) }) else { return true }
                state.waiters.append((text, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// A logger that writes here, at 2026-11-23T08:00:00.000Z.
    func logger(
        _ format: LogSettings.Format = .text,
        level: LogSettings.Level = .trace
    ) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(
                LogSettings(level: level, format: format),
                sink: self,
                now: { Timestamp(milliseconds: 1_795_420_800_000) }
            )
        }
    }
}
