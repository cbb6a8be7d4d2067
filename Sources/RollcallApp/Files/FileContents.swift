/// A file as it was read.
package struct FileContents: Hashable, Sendable {
    /// All its bytes.
    package var bytes: [UInt8]
    /// Who may do what, as in `chmod`: the lowest nine bits.
    package var permissions: UInt16
    /// Whether it lies on a mount that nobody writes to.
    package var isOnReadOnlyMount: Bool

    /// Creates contents.
    package init(bytes: [UInt8], permissions: UInt16 = 0o600, isOnReadOnlyMount: Bool = false) {
        self.bytes = bytes
        self.permissions = permissions
        self.isOnReadOnlyMount = isOnReadOnlyMount
    }

    /// What others may do with a file that holds secrets and may not, as the end of a sentence; nothing
    /// where it may be used.
    ///
    /// The group is trusted: Kubernetes (`fsGroup`) and systemd (`LoadCredential=`) hand secrets over
    /// by it. Everybody may read on a read-only mount alone, where Docker and Kubernetes set 0444 and
    /// no `chmod` could be done; nobody else ever writes.
    var exposure: String? {
        let digits = String(permissions, radix: 8)
        let mode = "mode \(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
        if permissions & 0o002 != 0 { return "may be changed by everybody (\(mode))" }
        guard permissions & 0o007 != 0, !isOnReadOnlyMount else { return nil }
        return "is open to everybody (\(mode))"
    }

    /// What is to be done about an exposure.
    static func remedy(forExposureOf path: String) -> String { "run: chmod 640 \(path)" }
}
