internal import CMS
internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Roster
internal import Testing

/// A caller who signs as the contract says, and a simulator's settings to go with it.
struct Caller {
    static let now = Timestamp(milliseconds: 1_795_420_800_000)
    static let credentials = Credentials(accessKey: "TESTAK0001", secretKey: "not-a-secret")

    var credentials = Caller.credentials
    var signing = SigningSettings()
    var address = "192.0.2.1"
    var moment = Caller.now

    static func settings(
        agents: ClosedRange<UInt32> = 101...20_000,
        faults: SimulatorFaults = SimulatorFaults()
    ) throws -> SimulatorSettings {
        SimulatorSettings(
            credentials: credentials,
            vdns: [try #require(VDN(170)), try #require(VDN(171))],
            agents: AgentIDSet(ranges: [agents]),
            seed: 7,
            faults: faults
        )
    }

    /// A batch call for the ids, signed.
    func call(_ ids: some Sequence<Int>, ccID: Int = 1, vdn: Int = 170) -> SimulatedRequest {
        let list = ids.map(String.init).joined(separator: ",")
        return signed(
            SimulatorBehavior.batchPath,
            body: #"{"ccId":\#(ccID),"vdn":\#(vdn),"agentIds":[\#(list)]}"#
        )
    }

    /// Any request, signed.
    func signed(
        _ target: String,
        method: String = "POST",
        body: String,
        query: [(name: String, value: String)] = []
    ) -> SimulatedRequest {
        let headers = [
            (name: "content-length", value: "\(body.utf8.count)"),
            (name: "content-type", value: "application/json; charset=UTF-8"),
            (name: "host", value: "cms.example.test:28443"),
        ]
        let request = SimulatedRequest(
            method: method,
            target: target,
            headers: headers,
            body: Array(body.utf8),
            address: address
        )
        return signed(
            request,
            headers: signing.signedHeaders == .all ? headers : [headers[2]],
            query: query
        )
    }

    /// A GET without a body and without headers about one; `host` alone is signed.
    func get(_ target: String) -> SimulatedRequest {
        let headers = [(name: "host", value: "cms.example.test:28443")]
        let request = SimulatedRequest(
            method: "GET",
            target: target,
            headers: headers,
            address: address
        )
        return signed(request, headers: headers)
    }

    private func signed(
        _ request: SimulatedRequest,
        headers: [(name: String, value: String)],
        query: [(name: String, value: String)] = []
    ) -> SimulatedRequest {
        let signable = SignableRequest(
            method: request.method,
            path: request.path,
            query: query,
            headers: headers,
            body: request.body
        )
        let authorization = Signature.authorization(
            for: signable,
            credentials: credentials,
            timestamp: signing.timestamp.text(of: moment),
            emptyQueryLine: signing.emptyQueryLine
        )
        var request = request
        request.headers.append((name: "authorization", value: authorization))
        return request
    }
}

extension SimulatedRequest {
    /// The request as it goes over the wire.
    var wire: String {
        let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return
            "\(method) \(target) HTTP/1.1\r\n\(lines)\r\n\(String(decoding: body, as: UTF8.self))"
    }
}

extension SimulatedAnswer {
    /// The body as a JSON object.
    func object() throws -> [String: Any] {
        let data = Data(body.readableBytesView)
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// The rows under one of the two names.
    func rows(_ member: String = "resultDesc") throws -> [[String: Any]] {
        try #require(object()[member] as? [[String: Any]])
    }

    /// The ids of the rows, in the order sent.
    func rowIDs(_ member: String = "resultDesc") throws -> [Int] {
        try rows(member).map { try #require($0["agentId"] as? Int) }
    }

    /// The body's text.
    var text: String { String(buffer: body) }
}

extension [String: Any] {
    /// Whose row this is.
    func agentID() throws -> AgentID {
        let number = try #require(self["agentId"] as? Int)
        return try #require(AgentID(number))
    }
}

extension Simulator {
    /// Answers as at the caller's moment.
    func answer(to request: SimulatedRequest) -> SimulatedAnswer {
        answer(to: request, at: Caller.now)
    }

    /// A request to the control path.
    func control(_ method: String, _ path: String, _ body: String = "") -> SimulatedAnswer {
        answer(
            to: SimulatedRequest(
                method: method,
                target: "/control/\(path)",
                body: Array(body.utf8),
                address: "192.0.2.99"
            )
        )
    }
}
