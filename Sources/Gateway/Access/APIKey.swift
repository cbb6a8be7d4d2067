internal import Roster

/// A client's key: its name, what proves it, and what it opens.
package struct APIKey: Hashable, Sendable {
    /// The client's name, shown to operators.
    package let name: String
    /// The SHA-256 of the key itself.
    package let digest: KeyDigest
    /// What may be asked with it.
    package let scope: AccessScope
    /// How often, where that differs from other clients.
    package let rateLimit: RateLimit?

    /// Creates a key.
    package init(
        name: String,
        digest: KeyDigest,
        scope: AccessScope = .everything,
        rateLimit: RateLimit? = nil
    ) {
        self.name = name
        self.digest = digest
        self.scope = scope
        self.rateLimit = rateLimit
    }

    /// The same key, with its scope over other groups.
    func over(_ directory: GroupDirectory, served: [VDN]) -> APIKey {
        APIKey(
            name: name,
            digest: digest,
            scope: scope.over(directory, served: served),
            rateLimit: rateLimit
        )
    }

    /// What every key begins with that is made here, so that one is recognized where it does not
    /// belong.
    package static let prefix = "rk_"
    /// The longest name, in characters.
    package static let maximumNameLength = 64

    /// Whether a text can name a key: letters, digits and `.`, `_`, `-` of ASCII, and no key itself.
    package static func isName(_ text: String) -> Bool {
        (1...maximumNameLength).contains(text.utf8.count) && !text.hasPrefix(prefix)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
