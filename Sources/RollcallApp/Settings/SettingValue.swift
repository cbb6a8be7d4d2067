/// A setting's value after it has been read and found allowed.
package enum SettingValue: Hashable, Sendable {
    /// A text, a path or one of a few words.
    case text(String)
    /// A number, or a size in bytes.
    case integer(Int)
    /// A list of numbers.
    case integers([Int])
    /// A list of texts.
    case texts([String])
    /// A duration.
    case duration(Duration)
}
