internal import Crypto
internal import Roster

/// The vendor's "C2" signature (contract section 2).
package enum Signature {
    /// The value of the `Authorization` header (step 7).
    /// - Parameters:
    ///   - request: what is signed.
    ///   - credentials: whose signature it is.
    ///   - timestamp: the text of step 1, as it stands in the header.
    ///   - emptyQueryLine: what stands for no query.
    /// - Returns: prefix and signature.
    package static func authorization(
        for request: SignableRequest,
        credentials: Credentials,
        timestamp: String,
        emptyQueryLine: SigningSettings.EmptyQueryLine = .omit
    ) -> String {
        let prefix = prefix(of: request, credentials: credentials, timestamp: timestamp)
        let key = signingKey(secretKey: credentials.secretKey, prefix: prefix)
        let message = canonicalRequest(request, emptyQueryLine: emptyQueryLine)
        return "\(prefix)/\(hmacHex(key: key, message: message))"
    }

    /// Who signs, when, and which headers (step 3).
    package static func prefix(
        of request: SignableRequest,
        credentials: Credentials,
        timestamp: String
    ) -> String {
        "auth-v2/\(credentials.accessKey)/\(timestamp)/\(signedNames(sorted(request.headers)))"
    }

    /// The key of this one signature, as 64 hex characters (step 4).
    package static func signingKey(secretKey: String, prefix: String) -> String {
        hmacHex(key: secretKey, message: Array(prefix.utf8))
    }

    /// What is signed (step 5).
    package static func canonicalRequest(
        _ request: SignableRequest,
        emptyQueryLine: SigningSettings.EmptyQueryLine
    ) -> [UInt8] {
        let headers = sorted(request.headers)
        var text = "\(request.method)\n\(request.path)\n"
        let query = canonicalQuery(request.query)
        if !query.isEmpty || emptyQueryLine == .blank { text += "\(query)\n" }
        text += "\(signedNames(headers))\n"
        for header in headers {
            text += "\(encoded(header.name)):\(encoded(trimmed(header.value)))\n"
        }
        var bytes = Array(text.utf8)
        PercentEncoding.append(request.body, to: &bytes)
        return bytes
    }

    private static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query.map { "\(encoded($0.name))=\(encoded($0.value))" }.sorted().joined(separator: "&")
    }

    private static func sorted(
        _ headers: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        headers.sorted { $0.name < $1.name }
    }

    private static func signedNames(_ headers: [(name: String, value: String)]) -> String {
        headers.map(\.name).joined(separator: ";")
    }

    private static func encoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        PercentEncoding.append(Array(text.utf8), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without the optional white space around a header's value (RFC 9110 section 5.5).
    private static func trimmed(_ value: String) -> Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let head = value.drop(while: isSpace)
        return head[..<(head.lastIndex { !isSpace($0) }.map(head.index(after:)) ?? head.startIndex)]
    }

    private static func hmacHex(key: String, message: [UInt8]) -> String {
        let code = HMAC<SHA256>
            .authenticationCode(
                for: message,
                using: SymmetricKey(data: Array(key.utf8))
            )
        return code.hex
    }
}
