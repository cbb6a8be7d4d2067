internal import Foundation
package import Roster

extension LocalFiles: StateFiles {
    /// Writes a file beside the old one, brings it to the disk, and only then gives it the name.
    package func replace(_ path: String, with bytes: [UInt8]) throws(FileWriteTrouble) {
        let fresh = path + ".new"
        do throws(FileWriteTrouble) {
            try write(bytes, to: fresh)
            try move(fresh, to: path)
        } catch {
            // What stays of it would keep the room that is wanted.
            _ = unsafe unlink(fresh)
            throw error
        }
    }

    /// Writes over a part of a file, and brings it to the disk.
    package func overwrite(
        _ path: String,
        at offset: Int,
        with bytes: [UInt8]
    ) throws(FileWriteTrouble) {
        let file = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        try check(file)
        try closing(file) { () throws(FileWriteTrouble) in
            try check(lseek(file, off_t(offset), SEEK_SET) < 0 ? -1 : 0)
            try append(bytes, to: file)
            try check(fdatasync(file))
        }
    }

    /// When the file was last written.
    package func modifiedAt(_ path: String) -> Timestamp? {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else { return nil }
        let (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
        return Timestamp(milliseconds: Int64(seconds) * 1_000 + Int64(nanoseconds) / 1_000_000)
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
        try closing(file) { () throws(FileWriteTrouble) in
            try giveToOwner(of: path, file)
            try append(bytes, to: file)
            try check(fsync(file))
        }
    }

    /// What root writes belongs to whom the directory belongs to, who has to read it.
    private func giveToOwner(of path: String, _ file: Int32) throws(FileWriteTrouble) {
        guard geteuid() == 0 else { return }
        var facts = stat()
        try check(unsafe stat(directory(of: path), &facts))
        try check(fchown(file, facts.st_uid, facts.st_gid))
    }

    private func closing(
        _ file: Int32,
        _ work: () throws(FileWriteTrouble) -> Void
    ) throws(FileWriteTrouble) {
        do throws(FileWriteTrouble) {
            try work()
        } catch {
            _ = close(file)
            throw error
        }
        try check(close(file))
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
        let file = unsafe open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try check(file)
        let (synchronized, number) = (fsync(file), errno)
        _ = close(file)
        if synchronized != 0 { throw FileWriteTrouble(errorNumber: number) }
    }

    private func directory(of path: String) -> String {
        let end = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return end == path.startIndex ? "." : String(path[..<end])
    }

    private func check(_ result: Int32) throws(FileWriteTrouble) {
        guard result < 0 else { return }
        throw FileWriteTrouble(errorNumber: errno)
    }
}
