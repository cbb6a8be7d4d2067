package import Roster

/// The batch call of contract section 1.
package struct BatchRequest: CMSRequest, Hashable, Sendable {
    /// The call's path behind the base URL's own (contract section 1).
    package static let path = "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"

    /// `POST`.
    package var method: CMSMethod { .post }
    /// The call's path behind the base URL's own.
    package var path: String { Self.path }
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
