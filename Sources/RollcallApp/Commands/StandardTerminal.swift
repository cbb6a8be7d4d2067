internal import Foundation

/// The program's own standard output and standard error.
package struct StandardTerminal: Terminal {
    /// Creates the way to them.
    package init() {}

    /// Prints to standard output, at once.
    package func say(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Prints to standard error, at once.
    package func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}
