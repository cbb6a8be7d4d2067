internal import Foundation

/// Why a file could not be written, moved or removed.
package struct FileWriteTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's number for it.
    package let errorNumber: Int32

    /// Creates a trouble from the system's number.
    package init(errorNumber: Int32) { self.errorNumber = errorNumber }

    /// The end of a sentence.
    package var description: String {
        switch errorNumber {
        case EACCES, EPERM: "may not be written by this user"
        case ENOENT, ENOTDIR: "is in a directory that does not exist"
        case ENOSPC, EDQUOT: "does not fit on the disk"
        case EROFS: "is on a disk that is read-only"
        default: "was refused by the system (error \(errorNumber))"
        }
    }
}
