/// Decides from looks at files when there is something new to read.
///
/// A file that is just being written is seen half; so news counts once two looks in a row see the
/// same.
struct FileWatch: Sendable {
    /// What a look saw: a fingerprint of each file.
    typealias Look = [WatchedFile: Int]

    /// What was last read, whatever came of it.
    private var taken: Look
    private var last: Look

    /// Begins with what was read at the start.
    init(_ look: Look) {
        taken = look
        last = look
    }

    /// The files to look at.
    var files: some Sequence<WatchedFile> { taken.keys }

    /// Takes a look in.
    /// - Returns: whether the files are to be read.
    mutating func saw(_ look: Look) -> Bool {
        defer { last = look }
        return look != taken && look == last
    }

    /// Takes note of what was read, be it of use or not: it is not read again until it changes.
    mutating func read(_ look: Look) {
        taken = look
        last = look
    }
}
