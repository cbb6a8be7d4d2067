/// A group the CMS lists whose members could not be read so far: its name is taken already.
package struct UnreadGroup: Hashable, Sendable {
    /// The CMS's own id of the group, in decimal digits.
    package let id: String
    /// The CMS's name of it.
    package let name: String

    /// Creates a group.
    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
