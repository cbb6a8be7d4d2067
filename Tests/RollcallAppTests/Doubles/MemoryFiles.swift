import RollcallApp

/// Files in memory; a path that was not scripted does not exist.
struct MemoryFiles: FileReading {
    var files: [String: FileContents] = [:]
    var troubles: [String: FileTrouble] = [:]
    var directories: Set<String> = []

    init(_ texts: [String: String] = [:]) {
        files = texts.mapValues { FileContents(bytes: Array($0.utf8)) }
    }

    func checkDirectory(_ path: String) throws(FileTrouble) {
        if let trouble = troubles[path] { throw trouble }
        guard directories.contains(path) else { throw .notFound }
    }

    func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents {
        if let trouble = troubles[path] { throw trouble }
        guard let contents = files[path] else { throw .notFound }
        guard contents.bytes.count <= bytes else { throw .tooLarge(atMost: bytes) }
        return contents
    }
}
