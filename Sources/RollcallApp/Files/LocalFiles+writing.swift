internal import Foundation

extension LocalFiles: StateFiles {
    /// Writes a file beside the old one, brings it to the disk, and only then gives it the name.
    package func replace(_ path: String, with bytes: [UInt8]) throws(FileWriteTrouble) {
        let fresh = path + ".new"
        try write(bytes, to: fresh)
        try move(fresh, to: path)
    }

    /// Renames, and brings the directory's entry to the disk.
    package func move(_ path: String, to other: String) throws(FileWriteTrouble) {
        try check(unsafe rename(path, other))
        try synchronizeDirectory(of: other)
    }

    /// Removes, and brings the directory's entry to the disk.
    package func remove(_ path: String) throws(FileWriteTrouble) {
        guard unsafe unlink(path) != 0 else { return try synchronizeDirectory(of: path) }
        guard errno == ENOENT else { throw FileWriteTrouble(errorNumber: errno) }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(FileWriteTrouble) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let file = unsafe open(path, flags, 0o600)
        try check(file)
        let outcome = Result { () throws(FileWriteTrouble) in
            try append(bytes, to: file)
            try check(fsync(file))
        }
        let closed = close(file)
        try outcome.get()
        try check(closed)
    }

    private func append(_ bytes: [UInt8], to file: Int32) throws(FileWriteTrouble) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...]
                .withUnsafeBytes { rest in
                    unsafe Foundation.write(file, rest.baseAddress, rest.count)
                }
            guard count >= 0 || errno == EINTR else { throw FileWriteTrouble(errorNumber: errno) }
            written += max(0, count)
        }
    }

    /// A rename or removal is only sure to survive a crash once its directory is on the disk.
    private func synchronizeDirectory(of path: String) throws(FileWriteTrouble) {
        let end = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        let directory = end == path.startIndex ? "." : String(path[..<end])
        let file = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try check(file)
        let (synchronized, number) = (fsync(file), errno)
        _ = close(file)
        if synchronized != 0 { throw FileWriteTrouble(errorNumber: number) }
    }

    private func check(_ result: Int32) throws(FileWriteTrouble) {
        guard result < 0 else { return }
        throw FileWriteTrouble(errorNumber: errno)
    }
}
