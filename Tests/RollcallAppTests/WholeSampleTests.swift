import Foundation
import Roster
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeSampleTests {
    private static var sample: String {
        get throws {
            let path = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("CMSTests/Fixtures/batch-response.json")
            return try String(contentsOf: path, encoding: .utf8)
        }
    }

    @Test func `the vendor's own sample becomes the clean schema with every sentinel null`()
        async throws
    {
        let cms = ScriptedCMS(body: try Self.sample)
        try await Whole.before(cms, check)
        #expect(cms.requests == ["{\"ccId\":1,\"vdn\":170,\"agentIds\":[1031]}"])
    }

    @Sendable private func check(_ whole: Whole) async throws {
        let reply = try await whole.get("/agents/1031")
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"] == "application/json")
        let object = try JSONSerialization.jsonObject(with: Data(reply.body.utf8))
        let agent = try #require(object as? [String: Any])
        let names: Set = [
            "id", "state", "stateCode", "stateSince", "reasonCode", "previousState",
            "previousStateSeconds", "signedInAt", "releasedCalls", "privateCalls", "locationId",
            "observedAt", "freshness",
        ]
        #expect(Set(agent.keys) == names)
        for name in ["reasonCode", "previousStateSeconds", "signedInAt", "locationId"] {
            #expect(agent[name] is NSNull, "\(name)")
        }
        #expect(agent["id"] as? Int == 1_031)
        #expect(agent["state"] as? String == "signedOut")
        #expect(agent["previousState"] as? String == "idle")
        let since = try #require(agent["stateSince"] as? String)
        let seconds = SystemClock.wall.seconds - (try #require(Timestamp(rfc3339: since)).seconds)
        #expect((2_224_438...2_224_449).contains(seconds))
        #expect(agent["freshness"] as? String == "fresh")
    }
}
