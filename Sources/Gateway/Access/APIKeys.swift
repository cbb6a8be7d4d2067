package import Roster

/// All keys there are.
package struct APIKeys: Hashable, Sendable {
    /// The keys, each with a digest of its own.
    package let all: [APIKey]

    /// Creates the set of keys.
    package init(_ all: [APIKey]) { self.all = all }

    /// The same keys, with scopes over other groups.
    package func over(_ directory: GroupDirectory, served: [VDN]) -> APIKeys {
        APIKeys(all.map { $0.over(directory, served: served) })
    }

    /// The key a client presented, if it is one of ours.
    ///
    /// Every key is compared, and each in the same time: how long it takes tells nothing of how
    /// near a guess came.
    package func key(presented: some StringProtocol) -> APIKey? {
        let digest = KeyDigest(of: presented)
        var place: UInt64 = 0
        for (index, key) in all.enumerated() {
            place |= key.digest.equality(with: digest) &* UInt64(index + 1)
        }
        return place == 0 ? nil : all[Int(place) - 1]
    }
}
