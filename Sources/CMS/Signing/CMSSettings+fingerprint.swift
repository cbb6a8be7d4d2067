internal import Crypto

extension CMSSettings {
    /// What the CMS judges our signature by, as one value that gives nothing of it away.
    ///
    /// It is equal for equal base URLs, keys and ways of signing under the same salt: an
    /// HMAC-SHA256 of 32 bytes.
    package func credentialsFingerprint(salt: [UInt8]) -> [UInt8] {
        let parts =
            [
                credentials.accessKey, credentials.secretKey, signing.timestamp.rawValue,
                signing.signedHeaders.rawValue, signing.emptyQueryLine.rawValue,
            ] + baseURLs.map(\.description)
        return Self.authenticate(parts, key: salt)
    }

    /// Which CMS and contact centre answers come from, as one value: SHA-256, 32 bytes.
    package var originFingerprint: [UInt8] {
        var hash = SHA256()
        for part in ["\(ccID)"] + baseURLs.map(\.description) {
            hash.update(data: Self.delimited(part))
        }
        return Array(hash.finalize())
    }

    private static func authenticate(_ parts: [String], key: [UInt8]) -> [UInt8] {
        var code = HMAC<SHA256>(key: SymmetricKey(data: key))
        for part in parts { code.update(data: delimited(part)) }
        return Array(code.finalize())
    }

    /// The text behind its length, so that no two lists of texts run together into the same bytes.
    private static func delimited(_ text: String) -> [UInt8] {
        Array("\(text.utf8.count):".utf8) + Array(text.utf8)
    }
}
