internal import Synchronization

/// Files, with a note of each that is read and a fingerprint of what was in it.
final class NotedFiles: FileReading {
    private let files: any FileReading
    private let noted = Mutex<FileWatch.Look>([:])

    init(_ files: any FileReading) { self.files = files }

    /// The files read so far.
    var look: FileWatch.Look { noted.withLock(\.self) }

    /// Reads and takes note.
    func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents {
        let result = Result { () throws(FileTrouble) in try files.read(path, atMost: bytes) }
        let file = WatchedFile(path: path, maximumBytes: bytes)
        noted.withLock { $0[file] = Self.fingerprint(result) }
        return try result.get()
    }

    /// Looks at a directory.
    func checkDirectory(_ path: String) throws(FileTrouble) {
        try files.checkDirectory(path)
    }

    /// Looks at the same files once more.
    static func look(
        at watched: some Sequence<WatchedFile>,
        in files: any FileReading
    ) -> FileWatch.Look {
        let pairs = watched.map { file in
            let result = Result { () throws(FileTrouble) in
                try files.read(file.path, atMost: file.maximumBytes)
            }
            return (file, fingerprint(result))
        }
        return FileWatch.Look(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func fingerprint(_ result: Result<FileContents, FileTrouble>) -> Int {
        var hasher = Hasher()
        switch result {
        case .success(let contents): hasher.combine(contents)
        case .failure(let trouble): hasher.combine("\(trouble)")
        }
        return hasher.finalize()
    }
}
