import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct AgentNameTests {
    private let lines: HTTPHeaders = ["Accept": "application/x-ndjson"]
    private let start = #"{"id":1031,"name":"Ana Silva","state":"talking","#

    /// Agent 1031 has a name, and 1033 has one with a quote in it.
    private func named(_ name: String = "Ana Silva") throws -> GroupDirectory {
        let names: [AgentID: String] = [
            AgentID(unchecked: 1031): name, AgentID(unchecked: 1033): #"Bo "B" Lee"#,
        ]
        return try testGroups(LearntGroups(names: AgentNames(names)))
    }

    /// Agents 1031 and 1032 talking, 1033 not reported.
    private var oneMissing: ScriptedSource {
        let memory: @Sendable (AgentID) -> Reading = { id in
            id.number == 1033
                ? .missing(id, .notReported) : .observed(talkingAgent(id.number), .cached)
        }
        return ScriptedSource(
            [],
            thenAlways: .answer { Answer(readings: $0.ids.map(memory), at: testNow) },
            remembering: memory
        )
    }

    private func text(
        _ path: String,
        query: String? = nil,
        headers: HTTPHeaders = [:],
        over groups: GroupDirectory
    ) throws -> String {
        let response = try responseAtOnce(
            path,
            query: query,
            headers: headers,
            oneMissing,
            over: groups
        )
        return bodyText(response) + pageTexts(response).joined()
    }

    @Test func `a name stands behind the id, and null where none is known`() throws {
        #expect(try text("/agents/1031", over: named()).hasPrefix(start))
        #expect(
            try text("/agents/1032", over: named())
                .hasPrefix(#"{"id":1032,"name":null,"state":"talking","#)
        )
    }

    @Test(arguments: [("/agents", "ids=1031-1033&"), ("/groups/billing/agents", "")])
    func `a list names each agent, those that are missing too`(
        _ path: String,
        _ start: String
    ) throws {
        let list = try text(path, query: start + "fields=name", over: named())
        let expected = [
            #"{"id":1031,"name":"Ana Silva"}"#, #"{"id":1032,"name":null}"#,
            #"{"id":1033,"name":"Bo \"B\" Lee","state":null,"freshness":"missing","#
                + #""reason":"notReported"}"#,
        ]
        #expect(list.hasPrefix(#"{"agents":["# + expected.joined(separator: ",") + "],"))
        let lines = try text(path, query: start + "fields=name", headers: lines, over: named())
        #expect(lines == expected.map { $0 + "\n" }.joined())
    }

    @Test func `a list by POST names its agents`() throws {
        let response = try responseAtOnce(
            "/agents/query",
            headers: ["Content-Type": "application/json"],
            posting: #"{"ids":[1031],"fields":["name"]}"#,
            over: named()
        )
        #expect(bodyText(response).hasPrefix(#"{"agents":[{"id":1031,"name":"Ana Silva"}],"#))
    }

    @Test func `only who is missing is named where other fields are wanted`() throws {
        let list = try text("/agents", query: "ids=1031-1033&fields=state", over: named())
        let shown =
            #"{"id":1031,"state":"talking"},{"id":1032,"state":"talking"},{"id":1033,"name":"#
        #expect(list.hasPrefix(#"{"agents":["# + shown))
        #expect(
            try text("/agents/1031", query: "fields=state", over: named())
                == #"{"id":1031,"state":"talking"}"#
        )
    }

    @Test(arguments: ["/agents/1031", "/agents?ids=1031-1033", "/groups/billing/agents"])
    func `where no names are kept there is no such member, and asking for it brings nothing`(
        _ target: String
    ) throws {
        let parts = target.split(separator: "?").map(String.init)
        let query = parts.count > 1 ? parts[1] : nil
        for headers in [[:], lines] {
            let whole = try text(parts[0], query: query, headers: headers, over: testGroups())
            #expect(!whole.contains(#""name""#))
            let wanting = (query.map { $0 + "&" } ?? "") + "fields=name"
            let chosen = try text(parts[0], query: wanting, headers: headers, over: testGroups())
            #expect(chosen.contains(#"{"id":1031}"#))
        }
    }

    @Test func `names of another VDN are not shown`() throws {
        let response = try responseAtOnce("/vdns/171/agents/1031", over: named())
        #expect(bodyText(response).hasPrefix(#"{"id":1031,"state":"#))
    }

    @Test func `any name is escaped and fits, the longest in a full list too`() throws {
        let longest = String(repeating: "\u{1}", count: AgentNames.maximumBytes)
        let escaped = String(repeating: "\\u0001", count: AgentNames.maximumBytes)
        let ids = (2000...2999).map { AgentID(unchecked: $0) }
        let names = AgentNames(Dictionary(uniqueKeysWithValues: ids.map { ($0, longest) }))
        let groups = try testGroups(LearntGroups(names: names))
        let row = #"{"id":2000,"name":"\#(escaped)"}"#
        for headers in [[:], lines] {
            let text = try text(
                "/agents",
                query: "ids=2000-2999&fields=name",
                headers: headers,
                over: groups
            )
            #expect(text.contains(row))
            #expect(text.ranges(of: escaped).count == 1_000)
        }
        #expect(try text("/agents/2000", query: "fields=name", over: groups) == row)
    }

    private func tag(_ target: String, _ name: String) throws -> EntityTag? {
        let parts = target.split(separator: "?").map(String.init)
        let query = parts.count > 1 ? parts[1] : nil
        return try responseAtOnce(parts[0], query: query, oneMissing, over: named(name))
            .caching?
            .tag
    }

    @Test(arguments: [
        "/agents/1031", "/agents?ids=1031-1033", "/agents?ids=1031&fields=name",
        "/groups/billing/agents", "/groups/billing/agents?state=talking",
    ])
    func `another name is another tag where the name is shown`(_ target: String) throws {
        #expect(try tag(target, "Ana Silva") != tag(target, "Ana Souza"))
        #expect(try tag(target, "Ana Silva") == tag(target, "Ana Silva"))
    }

    @Test(arguments: [
        "/agents/1031?fields=state", "/agents?ids=1031&fields=state", "/agents/1032",
        "/groups/billing/agents?state=idle", "/groups/billing/status",
    ])
    func `another name is the same tag where the name is not shown`(_ target: String) throws {
        #expect(try tag(target, "Ana Silva") == tag(target, "Ana Souza"))
    }

    @Test func `the tag of an answer without names is that of its readings alone`() throws {
        let response = try responseAtOnce("/agents/1031")
        let readings = [Reading.observed(talkingAgent(), .cached)]
        #expect(response.caching?.tag == EntityTag(readings, variant: Fingerprint()))
    }

    @Test func `what waits for a list of named agents expects more`() throws {
        let request = Request(id: "r-1", path: "/groups/billing/agents")
        let api = try testAPI(ScriptedSource([.wait]), over: named())
        guard case .later(let expectedBytes, _, _) = api.respond(to: request, deliver: { _ in })
        else {
            Issue.record("not waiting")
            return
        }
        #expect(expectedBytes == 1_216 + 3 * ShownName.capacity)
    }
}
