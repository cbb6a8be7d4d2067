package import Roster

/// The one way to files that outlive rollcall: the disk in the program, a dictionary in tests.
package protocol StateFiles: FileReading {
    /// Writes a whole file that only its owner may read; when this returns it is on the disk, and
    /// a crash on the way leaves the old file or the new one.
    /// - Throws: `FileWriteTrouble`; the old file is still there then, and nothing of the new one.
    func replace(_ path: String, with bytes: [UInt8]) throws(FileWriteTrouble)

    /// Gives a file another name, in place of a file that has it.
    /// - Throws: `FileWriteTrouble`.
    func move(_ path: String, to other: String) throws(FileWriteTrouble)

    /// Removes a file; one that is not there is no trouble. It stays removed after a crash.
    /// - Throws: `FileWriteTrouble`.
    func remove(_ path: String) throws(FileWriteTrouble)

    /// Writes over a part of a file; when this returns it is on the disk. The room for it is there
    /// already, so that a full disk is no trouble.
    /// - Throws: `FileWriteTrouble`, with `ENOENT` if there is no such file.
    func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) throws(FileWriteTrouble)

    /// When a file was last written; nil if that cannot be said.
    func modifiedAt(_ path: String) -> Timestamp?
}
