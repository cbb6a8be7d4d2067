import CMS
import JSONScanning
import StatusEngine
import Testing

struct GroupEnvelopeTests {
    let row = GroupAnswers.group
    let billing = GroupPage.userGroups([
        .init(id: "159253664765739060254053779940", name: "billing", type: 2)
    ])

    @Test(arguments: [
        #""resultCode":"0100000""#, #""returnCode":"0""#,
        #""returnCode":"0","resultCode":"0100000""#, #""returnCode":"1","resultCode":"0100000""#,
        #""resultCode":null,"returnCode":"0""#, #""resultCode":{},"returnCode":"0""#,
        #""result":"0","resultCode":"0100000""#, #""result":"1","resultCode":"0100000""#,
        #""result":"0""#, #""result":"1","returnCode":"0""#,
    ])
    func `a success is told by resultCode, where there is none by returnCode, and then by result`(
        verdict: String
    ) throws {
        for text in [
            "{\(verdict),\"resultDesc\":[\(row)]}", "{\"resultDesc\":[\(row)],\(verdict)}",
        ] {
            let response = try GroupAnswers.read(text, .userGroups)
            #expect(try response.page == billing)
            #expect(response.met.isEmpty)
        }
    }

    @Test(arguments: [#""resultCode":100000"#, #""returnCode":0"#, #""result":0"#])
    func `a verdict sent as a number is understood and counted`(verdict: String) throws {
        let response = try GroupAnswers.read("{\(verdict),\"resultDesc\":[\(row)]}", .userGroups)
        #expect(try response.page == billing)
        #expect(response.met == ["resultCodeAsNumber": 1])
    }

    @Test(arguments: ["", #""result":null,"#, #""resultCode":null,"#, #""returnCode":1.5,"#])
    func `without a verdict nothing is believed`(member: String) {
        #expect(GroupAnswers.fault("{\(member)\"resultDesc\":[\(row)]}") == .noResultCode)
    }

    @Test(arguments: [
        ("0100001", CallFailure.Code.callFailed), ("0100002", .illegalParameter),
        ("0100003", .needsNewerCTI), ("0100999", .unknownException), ("0101001", .otherModule),
        ("0101002", .otherModule), ("0101003", .noPermission), ("0102003", .unknownResultCode),
        ("", .unknownResultCode), ("1", .unknownResultCode),
    ])
    func `another verdict is a failure with the CMS's words, whichever member they are in`(
        code: String,
        failure: CallFailure.Code
    ) throws {
        for verdict in ["resultCode", "returnCode", "result"] {
            for words in ["resultDesc", "description"] {
                let text = "{\"\(verdict)\":\"\(code)\",\"\(words)\":\"no such group\"}"
                let expected = CallFailure(failure, detail: "\(verdict) \(code): no such group")
                #expect(throws: expected) { try GroupAnswers.read(text, .skills).page }
            }
        }
    }

    @Test func `resultCode decides against a returnCode of success`() throws {
        let text = #"{"returnCode":"0","resultCode":"0100001","resultDesc":[\#(row)]}"#
        let expected = CallFailure(.callFailed, detail: "resultCode 0100001")
        #expect(throws: expected) { try GroupAnswers.read(text, .userGroups).page }
    }

    @Test(arguments: ["description", "resultDatas"], ["", "null", "\"success\"", "{}", "7"])
    func `without an array in resultDesc the rows of an older member are read, the oldest counted`(
        member: String,
        desc: String
    ) throws {
        let newer = desc.isEmpty ? "" : "\"resultDesc\":\(desc),"
        let text = "{\"returnCode\":\"0\",\(newer)\"\(member)\":[\(row)]}"
        let response = try GroupAnswers.read(text, .userGroups)
        #expect(try response.page == billing)
        // `description` is the name these calls have always had (contract section 3).
        #expect(response.met == (member == "resultDatas" ? ["fellBackToResultDatas": 1] : [:]))
    }

    @Test func `where several members have rows those of resultDesc are read, then description's`()
        throws
    {
        let other = #"{"groupName":"other","groupType":3,"id":"9"}"#
        for text in [
            #"{"returnCode":"0","description":[\#(other)],"resultDesc":[\#(row)]}"#,
            #"{"returnCode":"0","resultDesc":[\#(row)],"resultDatas":[\#(other)]}"#,
            #"{"returnCode":"0","resultDatas":[\#(other)],"description":[\#(row)]}"#,
        ] {
            #expect(try GroupAnswers.read(text, .userGroups).page == billing)
        }
    }

    @Test(arguments: GroupAnswers.queries)
    func `a list without rows may be empty, null, missing or words`(query: GroupQuery) throws {
        let nothing: GroupPage =
            switch query {
            case .userGroups: .userGroups([])
            case .userGroupMembers: .userGroupMembers([])
            case .skills: .skills([])
            case .skilledAgents: .skilledAgents([], total: nil)
            case .signedInAgents: .signedInAgents([:])
            }
        for desc in ["[]", "[ ]", "null", "\"\"", "\"no data\""] {
            let text = #"{"resultCode":"0100000","resultDesc":\#(desc)}"#
            let response = try GroupAnswers.read(text, query)
            #expect(try response.page == nothing)
            #expect(response.met.isEmpty)
        }
        #expect(try GroupAnswers.read(#"{"returnCode":"0"}"#, query).page == nothing)
    }

    @Test(arguments: ["{}", "7", "true", "{\"rows\":[]}"])
    func `where something else stands for the rows it is not taken for none`(desc: String) {
        #expect(GroupAnswers.fault(#"{"returnCode":"0","resultDesc":\#(desc)}"#) == .noRows)
        #expect(GroupAnswers.fault(#"{"returnCode":"0","description":\#(desc)}"#) == .noRows)
    }

    @Test(arguments: [
        "result", "resultCode", "returnCode", "resultDesc", "description", "resultDatas", "count",
    ])
    func `a member that stands twice spoils the document`(name: String) {
        let text = #"{"returnCode":"0","\#(name)":null,"\#(name)":null,"resultCode":"0100000"}"#
        #expect(GroupAnswers.fault(text) == .duplicateKey)
        #expect(GroupAnswers.fault(text + "x") == .trailingBytes)
    }

    @Test func `members the contract does not name are passed over and counted once`() throws {
        let text = #"{"a":{"resultCode":1},"b":[[]],"resultCode":"0100000","resultDesc":[\#(row)]}"#
        let response = try GroupAnswers.read(text, .userGroups)
        #expect(try response.page == billing)
        #expect(response.met == ["unknownField": 1])
    }

    @Test(
        arguments: [
            ("37", 37, [:]), ("\"37\"", 37, ["numberAsString": 1]), ("0", 0, [:]),
            ("null", nil, [:]),
            ("-1", nil, ["numberOutOfRange": 1]), ("1e2", nil, ["numberNotWhole": 1]),
            ("99999999999999999999", nil, ["numberOutOfRange": 1]), ("[]", nil, ["wrongType": 1]),
            ("\"many\"", nil, ["wrongType": 1]),
        ] as [(String, Int?, [String: Int])]
    )
    func `the count of all agents is told where it can be one`(
        count: String,
        total: Int?,
        met: [String: Int]
    ) throws {
        let text = GroupAnswers.success(GroupAnswers.agent, extra: ",\"count\":\(count)")
        let response = try GroupAnswers.read(text, GroupAnswers.agents)
        #expect(
            try response.page == .skilledAgents([.of(1031, "Ada", [1, 3, 10])], total: total)
        )
        #expect(response.met == met)
    }
}
