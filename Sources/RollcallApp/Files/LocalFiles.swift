internal import Foundation

/// The files of this machine.
package struct LocalFiles: FileReading {
    /// How much is read at once, in bytes.
    private static let chunkSize = 64 << 10

    /// Creates the way to them.
    package init() {}

    /// Looks at the directory; nothing is written.
    package func checkDirectory(_ path: String) throws(FileTrouble) {
        let facts = try facts(of: path)
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory }
        guard unsafe access(path, W_OK | X_OK) != 0 else { return }
        throw errno == EROFS ? .readOnlyMount : .notWritable
    }

    /// Reads a whole file.
    package func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents {
        // A look first: to open a pipe would wait for its other end.
        guard try facts(of: path).st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw errno == ENOENT ? .notFound : .notReadable }
        defer { _ = close(file) }
        var (facts, mount) = (stat(), statvfs())
        guard unsafe fstat(file, &facts) == 0, unsafe fstatvfs(file, &mount) == 0 else {
            throw .notReadable
        }
        guard Int(facts.st_size) <= bytes else { throw .tooLarge(atMost: bytes) }
        return FileContents(
            bytes: try contents(of: file, atMost: bytes),
            permissions: UInt16(facts.st_mode & 0o777),
            isOnReadOnlyMount: mount.f_flag & UInt(ST_RDONLY) != 0
        )
    }

    private func facts(of path: String) throws(FileTrouble) -> stat {
        var facts = stat()
        guard unsafe stat(path, &facts) != 0 else { return facts }
        switch errno {
        case EACCES: throw .notReachable
        case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: throw .notFound
        default: throw .notReadable
        }
    }

    private func contents(of file: Int32, atMost bytes: Int) throws(FileTrouble) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { room in
                unsafe Foundation.read(file, room.baseAddress, room.count)
            }
            if count == 0 { return contents }
            guard count > 0 else {
                guard errno == EINTR else { throw .notReadable }
                continue
            }
            contents.append(contentsOf: chunk[..<count])
            guard contents.count <= bytes else { throw .tooLarge(atMost: bytes) }
        }
    }
}
