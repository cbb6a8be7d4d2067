import Roster
import Testing

@testable import Gateway

@Suite struct AgentQueryMisuseTests {
    private func problem(_ body: some Sequence<UInt8>) -> Problem? {
        do throws(Problem) {
            _ = try AgentQuery(parsing: Array(body), limit: 1_000)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "", " ", "{", "{}x", "[]", "null", "1031", "\"ids\"", "{\"ids\"", "{\"ids\":", "{\"ids\":[",
        "{\"ids\":[1031", "{\"ids\":[1031]", "{\"ids\":[1031]}}", "{\"ids\":[1031]},",
        "{\"ids\":[1031],}", "{,\"ids\":[1031]}", "{\"ids\":[1031 1032]}", "{\"ids\" [1031]}",
        "{ids:[1031]}", "{'ids':[1031]}", "{\"ids\":[\"1031]}", "{\"ids\":[\"\\", "{\"\\u00",
        "{\"ids\":[\"a\nb\"]}", "{\"ids\":[\"\\x\"]}", "{\"ids\":[\"\\u12\"]}",
        "{\"ids\":[\"\\ud800\"]}", "{\"ids\":[\"\\udc00\"]}", "{\"ids\":[\"\\ud800\\u0041\"]}",
        "\u{FEFF}{\"ids\":[1031]}", "{\"ids\":[1031]}\u{0}",
    ])
    func `what is not the JSON expected is an invalid body`(_ body: String) {
        #expect(problem(body.utf8)?.code == .invalidBody, "\(body)")
    }

    @Test(arguments: [
        ("{}", "The member 'ids' is missing."),
        (#"{"ids":[]}"#, "The member 'ids' names no agent."),
        (#"{"ids":1031}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":"1031"}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":null}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":[[1031]]}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":[1031,]}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":[true]}"#, "The member 'ids' must be an array of agent ids and ranges"),
        (#"{"ids":["2000-1000"]}"#, "ends before it begins: '2000-1000'"),
        (#"{"ids":["101-1101"]}"#, "The member 'ids' names more than 1000 agents."),
        (#"{"ids":[1031],"colour":1}"#, "'colour' is not known here; known: changedSince, fields"),
        (#"{"ids":[1031],"ids":[1032]}"#, "The member 'ids' is given twice."),
        (#"{"ids":[1031],"\u0069ds":[1032]}"#, "The member 'ids' is given twice."),
        (
            #"{"ids":[1031],"state":"idle"}"#,
            #"'state' must be an array of names, such as ["idle"]"#
        ),
        (#"{"ids":[1031],"state":[1]}"#, "'state' must be an array of names"),
        (#"{"ids":[1031],"state":[]}"#, "'state' names none of these: signedOut, idle"),
        (#"{"ids":[1031],"state":["awake"]}"#, "'state' cannot name 'awake'; allowed: signedOut"),
        (#"{"ids":[1031],"fields":{}}"#, "'fields' must be an array of names"),
        (#"{"ids":[1031],"fields":["x"]}"#, "'fields' cannot name 'x'; allowed: id, name, state"),
        (#"{"ids":[1031],"changedSince":1}"#, "'changedSince' must be a text with a time"),
        (#"{"ids":[1031],"changedSince":"now"}"#, "must be an RFC 3339 time"),
    ])
    func `the member at fault is named, and what is allowed`(_ body: String, _ part: String) {
        let problem = problem(body.utf8)
        #expect(problem?.code == .invalidBody)
        #expect(problem?.detail.contains(part) == true, "\(problem?.detail ?? "none")")
    }

    @Test(arguments: [
        ("-1031", ProblemCode.invalidAgentID), ("1e3", .invalidAgentID),
        ("1031.0", .invalidAgentID), ("\"\"", .invalidAgentID), ("\"1031,1032\"", .invalidAgentID),
        ("\" 1031\"", .invalidAgentID), ("100", .agentIDOutOfRange), ("60000", .agentIDOutOfRange),
        ("99999999999999999999999", .agentIDOutOfRange), ("\"59999-70000\"", .agentIDOutOfRange),
    ])
    func `what is no agent id has the code it has in a query`(_ id: String, _ code: ProblemCode) {
        #expect(problem("{\"ids\":[\(id)]}".utf8)?.code == code)
    }

    @Test(arguments: [
        ("", "The body is empty."),
        ("[1031]", #"The body is no JSON object, such as {"ids":[1031]}, at byte 0."#),
        (#"{"ids":[1031"#, "The body ends before its JSON does, at byte 12."),
        (#"{"ids":[1031 1032]}"#, "The body is not JSON at byte 13."),
        (#"{"ids":[01031]}"#, "The body is not JSON at byte 9."),
        (#"{"ids":[1031-1033]}"#, "The body is not JSON at byte 12."),
        (#"{"ids":["\x"]}"#, "The body is not JSON at byte 10."),
        (#"{"ids":[1031]}}"#, "Something follows the body's JSON, at byte 14."),
    ])
    func `the place of what is no JSON is told`(_ body: String, _ detail: String) {
        #expect(problem(body.utf8)?.detail == detail)
    }

    @Test func `escapes are read, pairs of surrogates too`() {
        #expect(problem(#"{"\u0069\u0064s":["\u00310\u0033\u0031"]}"#.utf8) == nil)
        let detail = problem(#"{"\ud83d\ude00\/\"\\":1}"#.utf8)?.detail
        #expect(detail?.contains(#"'😀/"\'"#) == true)
    }

    @Test func `bytes that are no UTF-8 are an invalid body`() {
        let start = Array(#"{"ids":[""#.utf8)
        #expect(problem(start + [0xFF] + Array("\"]}".utf8))?.code == .invalidBody)
        #expect(problem(start + [0x5C, 0x6E, 0xC3] + Array("\"]}".utf8))?.code == .invalidBody)
    }

    @Test func `a million brackets are refused at the second`() {
        #expect(problem(repeatElement(UInt8(ascii: "["), count: 1_000_000))?.code == .invalidBody)
        let deep = Array(#"{"ids":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(problem(deep)?.code == .invalidBody)
    }

    @Test func `no text of a few bytes is too strange`() {
        let alphabet = Array("{}[]\":,\\u1-i ".utf8)
        var number = RepeatableRandom(seed: 1)
        for _ in 0..<20_000 {
            var body = Array(#"{"ids":[1031"#.utf8.prefix(number.next(upTo: 13)))
            for _ in 0..<number.next(upTo: 12) { body.append(alphabet[number.next(upTo: 13)]) }
            if problem(body) == nil { #expect(body.last == UInt8(ascii: "}") || body.last == 0x20) }
        }
    }
}

/// A generator whose numbers are the same in every run (xorshift).
private struct RepeatableRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(upTo bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}
