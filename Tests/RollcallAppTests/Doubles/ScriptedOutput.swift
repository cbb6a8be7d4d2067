import StatusEngine
import Synchronization

@testable import RollcallApp

/// Takes as many pieces as it is told, and lets time pass for whoever waits in vain for more.
final class ScriptedOutput: LogOutput {
    private struct State {
        var room: Int
        var bytes: [UInt8] = []
        var waited: Duration = .zero
    }

    private let state: Mutex<State>
    private let most: Int

    /// Creates an output with room for so many pieces, of each of which it takes so many bytes.
    init(room: Int, taking most: Int = .max) {
        state = Mutex(State(room: room))
        self.most = most
    }

    /// What was taken.
    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
    /// How long was waited in vain.
    var waited: Duration { state.withLock { $0.waited } }
    /// The time: it passes only while somebody waits in vain.
    var now: Instant { Instant(nanoseconds: waited.nanoseconds) }

    /// Makes room for so many pieces.
    func makeRoom(_ pieces: Int) { state.withLock { $0.room = pieces } }

    func hasRoom(within time: Duration) -> Bool {
        state.withLock { state in
            if state.room == 0 { state.waited += time }
            return state.room > 0
        }
    }

    func write(_ piece: ArraySlice<UInt8>) -> Int? {
        state.withLock { state in
            state.room -= 1
            let taken = piece.prefix(most)
            state.bytes += taken
            return taken.count
        }
    }
}
