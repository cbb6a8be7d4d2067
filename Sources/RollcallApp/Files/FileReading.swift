/// The one way to files: the disk in the program, a dictionary in tests.
package protocol FileReading: Sendable {
    /// Reads a whole file, symbolic links followed.
    /// - Throws: `FileTrouble` when there is no such file, it is no plain file, or it may not be
    ///   read.
    func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents

    /// Makes sure that there is a directory in which files can be read and written.
    /// - Throws: `FileTrouble` where there is none.
    func checkDirectory(_ path: String) throws(FileTrouble)
}
