import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HostileGroupBodyTests {
    @Test(arguments: GroupAnswers.queries)
    func `a body cut off anywhere is truncated`(query: GroupQuery) {
        let bytes = Array(GroupAnswers.success(GroupAnswers.row(query), extra: ",\"count\":1").utf8)
        for end in 1..<bytes.count {
            #expect(throws: BodyFault.truncated) {
                try GroupAnswers.read(Array(bytes[..<end]), query)
            }
        }
    }

    @Test(arguments: [
        ("", BodyFault.empty), (" \n", .empty), ("[]", .notAnObject), ("null", .notAnObject),
        ("<html>502</html>", .notJSON), ("{} x", .trailingBytes), ("{}\u{0}", .trailingBytes),
        ("{\"resultDesc\":\"\u{0}\"}", .notJSON), (#"{"resultDesc":"\ud800"}"#, .notJSON),
        (#"{"resultDesc":[{"name":"\udc00"}]}"#, .notJSON),
        (#"{"resultDesc":[{"id":01}]}"#, .notJSON), (#"{"resultDesc":[{"id":1,}]}"#, .notJSON),
    ])
    func `a body that is no JSON object is refused with its fault`(
        text: String,
        fault: BodyFault
    ) {
        for query in GroupAnswers.queries { #expect(GroupAnswers.fault(text, query) == fault) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for bytes in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF]] as [[UInt8]] {
            let text = Array(#"{"resultDesc":[{"name":""#.utf8) + bytes + Array("\"}]}  ".utf8)
            #expect(throws: BodyFault.invalidUTF8) { try GroupAnswers.read(text, .skills) }
        }
    }

    @Test(arguments: GroupAnswers.queries, [("[", "]"), ("{\"a\":", "}")])
    func `deep nesting is refused wherever it stands`(
        query: GroupQuery,
        brackets: (open: String, close: String)
    ) {
        for depth in [62, 200_000] {
            let value =
                String(repeating: brackets.open, count: depth) + "1"
                + String(repeating: brackets.close, count: depth)
            for row in [
                value, "{\"id\":\(value)}", "{\"agentIds\":[\(value)]}", "{\"a\":\(value)}",
            ] {
                let text = GroupAnswers.success(row, GroupAnswers.row(query))
                let isTooDeep = depth > 62 || row != value
                #expect(GroupAnswers.fault(text, query) == (isTooDeep ? .tooDeep : nil))
            }
        }
    }

    @Test func `a byte order mark is passed over and counted`() throws {
        let text = [0xEF, 0xBB, 0xBF] + Array(GroupAnswers.success(GroupAnswers.skill).utf8)
        let response = try GroupAnswers.read(text, .skills)
        #expect(try response.page == .skills([.init(id: 3, name: "sales")]))
        #expect(response.met == ["byteOrderMark": 1])
    }

    @Test func `a megabyte in one value is read once and comes to what it says`() throws {
        let million = 1 << 20
        let parts = String(repeating: "1;", count: million / 2)
        let agent = #"{"agentNo":"1031","agentName":"n","skillId":"\#(parts)"}"#
        let agents = try GroupAnswers.read(GroupAnswers.success(agent), GroupAnswers.agents)
        #expect(try agents.page == .skilledAgents([.of(1031, "n", [1])], total: nil))

        let digits = String(repeating: "9", count: million)
        let ids = #"{"id":\#(digits),"groupName":"n","groupType":2}"#
        #expect(
            try GroupAnswers.read(GroupAnswers.success(ids), .userGroups).page == .userGroups([])
        )

        let nothing = GroupAnswers.member + String(repeating: ",{}", count: million / 3)
        let page = try GroupAnswers.read(GroupAnswers.success(nothing), GroupAnswers.members)
        let gaps = [GroupPage.Member?](repeating: nil, count: GroupQuery.maximumRows - 1)
        let expected = [.of(1031, "Ada")] + gaps
        #expect(try page.page == .userGroupMembers(expected, unreadable: gaps.count))
        #expect(page.met["tooManyRows"] == million / 3 + 1 - 100)
    }

    @Test(arguments: 1...4)
    func `spoilt bodies never stop the process, and what is read of them keeps to its bounds`(
        seed: Int
    ) {
        var mutator = Mutator(seed: UInt64(seed))
        var (pages, failures, faults) = (0, 0, 0)
        for round in 0..<5_000 {
            let query = GroupAnswers.queries[round % GroupAnswers.queries.count]
            let row = GroupAnswers.row(query)
            let original = GroupAnswers.success(row, row, extra: #","returnCode":"0","count":2"#)
            do {
                switch try GroupAnswers.read(mutator.mutate(Array(original.utf8)), query).outcome {
                case .success(let page):
                    pages += 1
                    #expect(isBounded(page))
                case .failure: failures += 1
                }
            } catch {
                faults += 1
            }
        }
        #expect(pages > 500 && failures > 20 && faults > 1_000)
    }

    /// Whether a page of an answer of at most a few rows can be of one.
    private func isBounded(_ page: GroupPage) -> Bool {
        switch page {
        case .userGroups(let groups, _):
            groups.allSatisfy { group in
                !group.id.isEmpty && group.id.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && group.type >= 0 && isPlain(group.name)
            }
        case .userGroupMembers(let members, _), .skilledAgents(let members, _, _):
            members.count <= GroupQuery.pageLimit
                && members.allSatisfy { member in
                    guard let member else { return true }
                    return AgentID(member.agent.number) != nil
                        && member.skills.allSatisfy { $0 >= 0 }
                        && member.name.map { isPlain($0) && !$0.allSatisfy(\.isWhitespace) } ?? true
                }
        case .skills(let skills, _): skills.allSatisfy { $0.id >= 0 && isPlain($0.name) }
        case .signedInAgents(let agents, _):
            Set(agents.keys).isSubset(of: [1, 3])
                && agents.values.joined().allSatisfy { AgentID($0.number) != nil }
        }
    }

    private func isPlain(_ name: String) -> Bool {
        !name.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
