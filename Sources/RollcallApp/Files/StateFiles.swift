/// The one way to files that outlive rollcall: the disk in the program, a dictionary in tests.
package protocol StateFiles: FileReading {
    /// Writes a whole file that only its owner may read; when this returns it is on the disk, and
    /// a crash on the way leaves the old file or the new one.
    /// - Throws: `FileWriteTrouble`; the old file is still there then.
    func replace(_ path: String, with bytes: [UInt8]) throws(FileWriteTrouble)

    /// Gives a file another name, in place of a file that has it.
    /// - Throws: `FileWriteTrouble`.
    func move(_ path: String, to other: String) throws(FileWriteTrouble)

    /// Removes a file; one that is not there is no trouble. It stays removed after a crash.
    /// - Throws: `FileWriteTrouble`.
    func remove(_ path: String) throws(FileWriteTrouble)
}
