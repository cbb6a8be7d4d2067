/// Where a value came from.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// An environment variable.
    case environment(String)
    /// A file, and the line in it where that is known.
    case file(String, line: Int?)
    /// Nowhere: the default.
    case standard

    /// As people are told of it.
    package var description: String {
        switch self {
        case .environment(let name): name
        case .file(let path, let line): line.map { "\(path), line \($0)" } ?? path
        case .standard: "default"
        }
    }
}
