import CMS
import Crypto
import Foundation
import Roster
import StatusEngine
import Testing

struct GroupRequestTests {
    let root = "/rest/cmsapp/v1/openapi"
    let id = "159253664765739060254053779940"

    @Test func `user groups are got by path`() throws {
        let request = try request(.userGroups)
        #expect(request.method == .get)
        #expect(request.path == root + "/qcrelationconf/queryallccgroup/1/170")
        #expect(request.body.isEmpty)
    }

    @Test func `agents with their skills are got by path, a hundred from the offset on`() throws {
        let request = try request(.skilledAgents(offset: 200))
        #expect(request.method == .get)
        #expect(request.path == root + "/configures/agents/1/170/200/100")
        #expect(request.body.isEmpty)
    }

    @Test func `a group's members are asked for a hundred at a time`() throws {
        let request = try request(.userGroupMembers(group: id, offset: 300))
        #expect(request.method == .post)
        #expect(request.path == root + "/qcrelationconf/querygroupmemberbycondition")
        #expect(
            text(request)
                == #"{"ccId":1,"vdn":170,"groupId":"\#(id)","limit":100,"offset":300}"#
        )
    }

    @Test func `skills are asked for with the tenant alone`() throws {
        let request = try request(.skills)
        #expect(request.method == .post)
        #expect(request.path == root + "/configures/skills")
        #expect(text(request) == #"{"ccId":1,"vdn":170}"#)
    }

    @Test func `signed-in agents are asked for by their skills`() throws {
        let request = try request(.signedInAgents(skills: [1, 3]))
        #expect(request.method == .post)
        #expect(request.path == root + "/realindex/agent/agentsinskill")
        #expect(text(request) == #"{"ccId":1,"vdn":170,"skillIds":[1,3]}"#)
    }

    @Test(arguments: WrappableCall.allCases)
    func `a body is wrapped where that is set for its call, and for no other`(
        call: WrappableCall
    ) throws {
        let queries: [WrappableCall: GroupQuery] = [
            .userGroupMembers: GroupAnswers.members, .skills: .skills,
            .signedInAgents: GroupAnswers.signedIn,
        ]
        for (other, query) in queries {
            let flat = text(try request(query))
            let expected = call == other ? "{\"queryParam\":\(flat)}" : flat
            #expect(text(try request(query, wrapped: [call])) == expected)
        }
        for query in [GroupQuery.userGroups, GroupAnswers.agents] {
            #expect(try request(query, wrapped: [call]) == request(query))
        }
    }

    @Test func `the words of the setting are the calls' names`() {
        #expect(
            WrappableCall.allCases.map(\.rawValue)
                == ["userGroupMembers", "skills", "signedInAgents"]
        )
    }

    @Test func `an id with any characters leaves the body JSON`() throws {
        let id = "7\"\\\u{0}\u{1F}\n,\"limit\":1é"
        let request = try request(.userGroupMembers(group: id, offset: 0))
        let object = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        #expect(object?["groupId"] as? String == id)
        #expect(object?["limit"] as? Int == 100)
        #expect(object?.count == 5)
    }

    @Test(
        arguments: SigningSettings.SignedHeaders.allCases,
        [
            SigningSettings.EmptyQueryLine.omit, .blank,
        ]
    )
    func `a call without a body sends and signs its host alone, whatever is set`(
        headers: SigningSettings.SignedHeaders,
        line: SigningSettings.EmptyQueryLine
    ) throws {
        let signing = SigningSettings(signedHeaders: headers, emptyQueryLine: line)
        let signed = try signed(.userGroups, signing)
        #expect(signed.map(\.name) == ["host", "authorization"])
        #expect(signed[0].value == "cms.example.test:28443")
        let blank = line == .blank ? "\n" : ""
        let canonical = """
            GET
            /base\(root)/qcrelationconf/queryallccgroup/1/170
            \(blank)host
            host:cms.example.test%3A28443

            """
        #expect(signed[1].value == authorization("host", canonical))
    }

    @Test func `a call with a body sends and signs what the batch call does`() throws {
        let signed = try signed(.skills, SigningSettings())
        #expect(signed.map(\.name) == ["content-length", "content-type", "host", "authorization"])
        #expect(signed[0].value == "20")
        #expect(signed[1].value == "application/json;charset=UTF-8")
        let canonical = """
            POST
            /base\(root)/configures/skills
            content-length;content-type;host
            content-length:20
            content-type:application%2Fjson%3Bcharset%3DUTF-8
            host:cms.example.test%3A28443
            %7B%22ccId%22%3A1%2C%22vdn%22%3A170%7D
            """
        #expect(signed[3].value == authorization("content-length;content-type;host", canonical))
    }

    @Test func `with host alone set, a call with a body still sends all its headers`() throws {
        let signed = try signed(.skills, SigningSettings(signedHeaders: .host))
        #expect(signed.map(\.name) == ["content-length", "content-type", "host", "authorization"])
        let canonical = """
            POST
            /base\(root)/configures/skills
            host
            host:cms.example.test%3A28443
            %7B%22ccId%22%3A1%2C%22vdn%22%3A170%7D
            """
        #expect(signed[3].value == authorization("host", canonical))
    }

    private func request(
        _ query: GroupQuery,
        wrapped: Set<WrappableCall> = []
    ) throws -> GroupRequest {
        let vdn = try #require(VDN(170))
        return GroupRequest(ccID: 1, vdn: vdn, query: query, wrapped: wrapped)
    }

    private func text(_ request: GroupRequest) -> String {
        String(decoding: request.body, as: UTF8.self)
    }

    private func signed(
        _ query: GroupQuery,
        _ signing: SigningSettings
    ) throws -> [(name: String, value: String)] {
        try request(query)
            .signedHeaders(
                for: BaseURL(parsing: "https://cms.example.test:28443/base"),
                credentials: Credentials(accessKey: "AK", secretKey: "SK"),
                signing: signing,
                at: Timestamp(milliseconds: 1_795_420_800_000)
            )
    }

    /// Steps 3, 4, 6 and 7 of contract section 2.
    private func authorization(_ names: String, _ canonical: String) -> String {
        let prefix = "auth-v2/AK/2026-11-23T08:00:00.000Z/\(names)"
        return "\(prefix)/\(hmac(hmac("SK", prefix), canonical))"
    }

    private func hmac(_ key: String, _ message: String) -> String {
        let key = SymmetricKey(data: Data(key.utf8))
        return HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: key)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
