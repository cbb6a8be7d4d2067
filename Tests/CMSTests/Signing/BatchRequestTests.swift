import CMS
import Roster
import Testing

struct BatchRequestTests {
    let moment = Timestamp(milliseconds: 1_795_420_800_000)

    @Test func `the body has exactly the contract's bytes`() throws {
        #expect(try body([1031, 1099]) == #"{"ccId":1,"vdn":170,"agentIds":[1031,1099]}"#)
        #expect(try body([101]) == #"{"ccId":1,"vdn":170,"agentIds":[101]}"#)
        #expect(
            try body([999_999, 70_000]) == #"{"ccId":1,"vdn":170,"agentIds":[999999,70000]}"#
        )
    }

    @Test func `the headers are those of the vectors, signed`() throws {
        let vector = try #require(SigningVector.all.last)
        let headers = try signed(vector.credentials, SigningSettings())
        #expect(headers.map(\.name) == ["content-length", "content-type", "host", "authorization"])
        #expect(headers[0].value == "43")
        #expect(headers[1].value == "application/json;charset=UTF-8")
        #expect(headers[2].value == "cms.example.test:28443")
        #expect(headers[3].value == vector.authorization)
    }

    @Test func `the switches for host alone and for seconds give the vendor's demo`() throws {
        let vector = try #require(SigningVector.all.first)
        let signing = SigningSettings(timestamp: .seconds, signedHeaders: .host)
        let headers = try signed(vector.credentials, signing)
        #expect(headers.map(\.name) == ["content-length", "content-type", "host", "authorization"])
        #expect(headers[3].value == vector.authorization)
    }

    private func batch(_ numbers: [Int]) throws -> BatchRequest {
        let vdn = try #require(VDN(170))
        return BatchRequest(
            ccID: 1,
            vdn: vdn,
            agents: try numbers.map { try #require(AgentID($0)) }
        )
    }

    private func body(_ numbers: [Int]) throws -> String {
        String(decoding: try batch(numbers).body, as: UTF8.self)
    }

    private func signed(
        _ credentials: Credentials,
        _ signing: SigningSettings
    ) throws -> [(name: String, value: String)] {
        try batch([1031, 1099])
            .signedHeaders(
                for: BaseURL(parsing: "https://cms.example.test:28443"),
                credentials: credentials,
                signing: signing,
                at: moment
            )
    }
}
