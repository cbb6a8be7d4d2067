/// A file as it was read.
package struct FileContents: Hashable, Sendable {
    /// All its bytes.
    package var bytes: [UInt8]
    /// Who may do what, as in `chmod`: the lowest nine bits.
    package var permissions: UInt16

    /// Creates contents.
    package init(bytes: [UInt8], permissions: UInt16 = 0o600) {
        self.bytes = bytes
        self.permissions = permissions
    }

    /// Whether anybody but the owner may do anything with it.
    package var isOpenToGroupOrOthers: Bool { permissions & 0o077 != 0 }

    /// Whether anybody but owner and group may do anything with it.
    package var isOpenToOthers: Bool { permissions & 0o007 != 0 }
}
