/// What is wrong with one value: the part of a problem that does not depend on where it came from.
package struct SettingComplaint: Error, Hashable, Sendable {
    /// The value as written, shortened; nothing where it says nothing.
    package let value: String?
    /// A sentence's end: `is not a whole number`.
    package let complaint: String

    /// Creates a complaint about a value.
    package init(_ value: String?, _ complaint: String) {
        self.value = value
        self.complaint = complaint
    }
}
