import RollcallApp
import Synchronization

/// Keeps what a command says.
final class RecordedTerminal: Terminal {
    private let kept = Mutex<(out: [String], err: [String])>(([], []))

    var said: String { kept.withLock { $0.out.joined(separator: "\n") } }
    var complained: String { kept.withLock { $0.err.joined(separator: "\n") } }

    func say(_ text: String) { kept.withLock { $0.out.append(text) } }
    func complain(_ text: String) { kept.withLock { $0.err.append(text) } }
}
