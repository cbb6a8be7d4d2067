import RollcallApp
import Roster
import Synchronization

/// Files in memory that can be changed; keeps what was done to them.
final class MemoryStateFiles: StateFiles {
    private struct State {
        var files: [String: [UInt8]] = [:]
        var readTrouble: FileTrouble?
        var writeTrouble: FileWriteTrouble?
        var isFull = false
        var done: [String] = []
    }

    private let state = Mutex(State())

    /// The files there are.
    var files: [String: [UInt8]] {
        get { state.withLock { $0.files } }
        set { state.withLock { $0.files = newValue } }
    }

    /// What was done, in order, such as `replace /state/snapshot`.
    var done: [String] { state.withLock { $0.done } }

    /// From now on, or until nothing, every reading fails so.
    func failReading(_ trouble: FileTrouble?) { state.withLock { $0.readTrouble = trouble } }

    /// From now on, or until nothing, every change fails so.
    func failWriting(_ trouble: FileWriteTrouble?) { state.withLock { $0.writeTrouble = trouble } }

    /// Whether there is no room for anything that has none yet.
    var isFull: Bool {
        get { state.withLock { $0.isFull } }
        set { state.withLock { $0.isFull = newValue } }
    }

    func checkDirectory(_ path: String) throws(FileTrouble) {}

    func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents {
        let (trouble, file) = state.withLock { ($0.readTrouble, $0.files[path]) }
        if let trouble { throw trouble }
        guard let file else { throw .notFound }
        guard file.count <= bytes else { throw .tooLarge(atMost: bytes) }
        return FileContents(bytes: file)
    }

    func replace(_ path: String, with bytes: [UInt8]) throws(FileWriteTrouble) {
        if isFull { throw FileWriteTrouble(errorNumber: 28) }
        try change("replace \(path)") { $0[path] = bytes }
    }

    func move(_ path: String, to other: String) throws(FileWriteTrouble) {
        try change("move \(path) \(other)") { $0[other] = $0.removeValue(forKey: path) }
    }

    func remove(_ path: String) throws(FileWriteTrouble) {
        try change("remove \(path)") { $0[path] = nil }
    }

    func overwrite(
        _ path: String,
        at offset: Int,
        with bytes: [UInt8]
    ) throws(FileWriteTrouble) {
        guard files[path] != nil else { throw FileWriteTrouble(errorNumber: 2) }
        try change("overwrite \(path)") { files in
            files[path]?.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
    }

    func modifiedAt(_ path: String) -> Timestamp? {
        files[path].map { _ in Timestamp(milliseconds: 1_795_420_800_000) }
    }

    private func change(
        _ name: String,
        _ work: (inout [String: [UInt8]]) -> Void
    ) throws(FileWriteTrouble) {
        let trouble = state.withLock { state in
            state.done.append(name)
            if state.writeTrouble == nil { work(&state.files) }
            return state.writeTrouble
        }
        if let trouble { throw trouble }
    }
}
