package import Roster

/// The batch call of contract section 1: the exact bytes of its body, and its signed headers.
package struct BatchRequest: Hashable, Sendable {
    /// The call's path behind the base URL's own (contract section 1).
    package static let path = "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"
    /// As it is sent and signed (contract section 1, and the signing vectors).
    package static let contentType = "application/json;charset=UTF-8"

    /// The exact bytes, such as `{"ccId":1,"vdn":170,"agentIds":[1031,1099]}`.
    package let body: [UInt8]

    /// Creates the call.
    /// - Parameters:
    ///   - ccID: the contact centre, 1-65535.
    ///   - vdn: the VDN all agents belong to.
    ///   - agents: 1 to 6000 distinct ids.
    package init(ccID: Int, vdn: VDN, agents: [AgentID]) {
        var text = Array("{\"ccId\":\(ccID),\"vdn\":\(vdn.number),\"agentIds\":[".utf8)
        text.reserveCapacity(text.count + agents.count * 7 + 2)
        for (index, agent) in agents.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            Self.append(agent.number, to: &text)
        }
        text.append(contentsOf: "]}".utf8)
        body = text
    }

    /// All headers of one attempt, signed for this host and moment; never sign once and send twice.
    package func signedHeaders(
        for baseURL: BaseURL,
        credentials: Credentials,
        signing: SigningSettings,
        at moment: Timestamp
    ) -> [(name: String, value: String)] {
        let headers = [
            (name: "content-length", value: String(body.count)),
            (name: "content-type", value: Self.contentType),
            (name: "host", value: baseURL.hostHeader),
        ]
        let request = SignableRequest(
            method: "POST",
            path: baseURL.pathPrefix + Self.path,
            headers: signing.signedHeaders == .all ? headers : [headers[2]],
            body: body
        )
        let authorization = Signature.authorization(
            for: request,
            credentials: credentials,
            timestamp: signing.timestamp.text(of: moment),
            emptyQueryLine: signing.emptyQueryLine
        )
        return headers + [(name: "authorization", value: authorization)]
    }

    private static func append(_ number: UInt32, to text: inout [UInt8]) {
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}
