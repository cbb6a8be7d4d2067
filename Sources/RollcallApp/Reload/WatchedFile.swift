/// A file that is looked at, and read no further than when the settings were read.
///
/// A file above its own limit has to look the same to both, or it would be news for ever.
struct WatchedFile: Hashable, Sendable {
    /// Where it is.
    let path: String
    /// The largest one that is read, in bytes.
    let maximumBytes: Int
}
