internal import CMS
package import Roster

/// The check of a call's `Authorization` header (contract section 2).
package struct SignatureCheck: Sendable {
    /// What a header turned out to be; everything but `good` is answered alike.
    package enum Verdict: Hashable, Sendable {
        /// The caller knows the secret key.
        case good
        /// There is no header, or more than one.
        case missing
        /// It is not `auth-v2/AK/timestamp/signedHeaders/signature`.
        case malformed
        /// Nobody has this access key.
        case unknownAccessKey
        /// The timestamp is no moment, or too far from now.
        case badTimestamp
        /// The signed headers are not sorted, lack `host` or name one that was not sent once.
        case badSignedHeaders
        /// The signature is another one.
        case wrongSignature
    }

    private let credentials: Credentials
    private let emptyQueryLine: SigningSettings.EmptyQueryLine
    private let allowedSkew: Duration?

    /// Creates the check that goes with the settings.
    package init(settings: SimulatorSettings) {
        credentials = settings.credentials
        emptyQueryLine = settings.emptyQueryLine
        allowedSkew = settings.allowedClockSkew
    }

    /// Looks at a request as it came over the wire.
    package func verdict(on request: SimulatedRequest, at now: Timestamp) -> Verdict {
        guard let header = request.onlyValue(of: "authorization") else { return .missing }
        let parts = header.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "auth-v2" else { return .malformed }
        guard parts[1] == credentials.accessKey else { return .unknownAccessKey }
        guard let timestamp = SignedTimestamp(parsing: parts[2]), isNear(timestamp.moment, now)
        else { return .badTimestamp }
        guard let headers = signedHeaders(parts[3], of: request) else { return .badSignedHeaders }
        let signable = SignableRequest(
            method: request.method,
            path: request.path,
            query: request.query,
            headers: headers,
            body: request.body
        )
        let expected = Signature.authorization(
            for: signable,
            credentials: credentials,
            timestamp: String(parts[2]),
            emptyQueryLine: emptyQueryLine
        )
        return header == expected ? .good : .wrongSignature
    }

    private func isNear(_ moment: Timestamp, _ now: Timestamp) -> Bool {
        guard let allowedSkew else { return true }
        let distance = moment.milliseconds.subtractingReportingOverflow(now.milliseconds)
        return !distance.overflow && .milliseconds(distance.partialValue.magnitude) <= allowedSkew
    }

    /// The signed headers with the values sent, or nothing when the list breaks the rules of step 2.
    private func signedHeaders(
        _ list: Substring,
        of request: SimulatedRequest
    ) -> [(name: String, value: String)]? {
        let names = list.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        let ascending = zip(names, names.dropFirst()).allSatisfy { $0 < $1 }
        guard ascending, names.contains("host"), !names.contains("authorization") else {
            return nil
        }
        let headers = names.compactMap { name in
            request.onlyValue(of: name).map { (name: name, value: $0) }
        }
        return headers.count == names.count ? headers : nil
    }
}
