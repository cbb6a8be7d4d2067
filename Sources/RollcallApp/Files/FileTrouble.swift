/// Why a file could not be read.
package enum FileTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is none of that name.
    case notFound
    /// We may not enter a folder on the way to it, and cannot tell whether it is there.
    case notReachable
    /// It is a folder or a device.
    case notAFile
    /// It is no directory.
    case notADirectory
    /// We may not write to it.
    case notWritable
    /// Nobody may write to it: its disk or mount is read-only.
    case readOnlyMount
    /// We may not read it.
    case notReadable
    /// It is larger than it may be, in bytes.
    case tooLarge(atMost: Int)

    /// The end of a sentence.
    package var description: String {
        switch self {
        case .notFound: "does not exist"
        case .notReachable: "lies in a folder that this user may not enter"
        case .notAFile: "is not a plain file"
        case .notADirectory: "is not a directory"
        case .notWritable: "may not be written to by this user"
        case .readOnlyMount: "is on a disk that is read-only"
        case .notReadable: "may not be read by this user"
        case .tooLarge(let bytes): "is larger than \(SizeText.text(bytes))"
        }
    }
}
