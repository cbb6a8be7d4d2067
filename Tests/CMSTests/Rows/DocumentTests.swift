import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

struct DocumentTests {
    let rows = "[\(Answers.row())]"

    @Test func `the members may come in any order`() throws {
        let members = [
            #""resultCode":"0100000""#, #""resultDesc":\#(rows)"#, #""resultDatas":\#(rows)"#,
        ]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let text = order.map { members[$0] }.joined(separator: " ,\r\n\t")
            #expect(try Answers.read(" { \(text) } \n").rows.reports.count == 1)
        }
    }

    @Test func `without an array in resultDesc the rows of resultDatas are read`() throws {
        for desc in [nil, "null", "\"ok\"", "{}", "7", "true"] {
            let response = try Answers.read(Answers.success(desc: desc, datas: rows))
            #expect(try response.rows.reports.count == 1)
            #expect(response.met == ["fellBackToResultDatas": 1])
        }
    }

    @Test func `resultDesc alone is enough, as with newer calls`() throws {
        let response = try Answers.read(Answers.success(desc: rows))
        #expect(try response.rows.reports.count == 1)
        #expect(response.met.isEmpty)
    }

    @Test func `an empty array means that nobody was reported`() throws {
        for text in [
            Answers.success(desc: "[]", datas: "[]"), Answers.success(desc: "[ ]"),
            Answers.success(desc: "[]", datas: "null"), Answers.success(datas: "[]"),
        ] {
            #expect(try Answers.read(text).rows.reports.isEmpty)
        }
    }

    @Test func `an empty resultDesc wins over rows in resultDatas, and that is counted`() throws {
        let response = try Answers.read(Answers.success(desc: "[]", datas: rows))
        #expect(try response.rows.reports.isEmpty)
        #expect(response.met == ["disagreeingArrays": 1])
    }

    @Test(arguments: [nil, "null", "\"\""], [nil, "null", "\"\""])
    func `success with nothing where the rows belong means that nobody was reported`(
        desc: String?,
        datas: String?
    ) throws {
        let response = try Answers.read(Answers.success(desc: desc, datas: datas))
        #expect(try response.rows.reports.isEmpty && response.rows.unreadable.isEmpty)
        #expect(try response.rows.unreadableNames == 0)
        #expect(response.met == ["noRowArray": 1])
    }

    @Test(arguments: ["\"ok\"", "\" \"", "{}", "7", "true", "false"])
    func `success with something else there is a fault and not an empty answer`(other: String) {
        for nothing in [nil, "null", "\"\"", other] {
            #expect(Answers.fault(Answers.success(desc: other, datas: nothing)) == .noRows)
            #expect(Answers.fault(Answers.success(desc: nothing, datas: other)) == .noRows)
        }
    }

    @Test(arguments: [
        ("0100001", CallFailure.Code.callFailed), ("0100002", .illegalParameter),
        ("0100003", .needsNewerCTI), ("0100999", .unknownException), ("0101001", .otherModule),
        ("0101002", .otherModule), ("0101003", .noPermission), ("0102003", .unknownResultCode),
        ("", .unknownResultCode), ("0", .unknownResultCode),
    ])
    func `another result code is a failure`(code: String, failure: CallFailure.Code) throws {
        let text = #"{"resultCode":"\#(code)","resultDesc":"illegal parameter"}"#
        let expected = CallFailure(failure, detail: "resultCode \(code): illegal parameter")
        #expect(throws: expected) { try Answers.read(text).outcome.get() }
    }

    @Test func `rows beside another result code are not believed`() throws {
        let text = #"{"resultDatas":\#(rows),"resultDesc":\#(rows),"resultCode":"0100001"}"#
        let expected = CallFailure(.callFailed, detail: "resultCode 0100001")
        #expect(throws: expected) { try Answers.read(text).outcome.get() }
    }

    @Test func `the CMS's own words are cut and made plain before they are shown`() throws {
        let words = String(repeating: "x", count: 75) + #"\n\u001b[31mü"# + "yyyyyyyy"
        let text = #"{"resultCode":"0100002","resultDesc":"\#(words)"}"#
        let failure = #expect(throws: CallFailure.self) { try Answers.read(text).outcome.get() }
        let shown = String(repeating: "x", count: 75) + "??[31"
        #expect(failure?.detail == "resultCode 0100002: \(shown)")
    }

    @Test func `a result code sent as a number is understood and counted`() throws {
        let response = try Answers.read(#"{"resultCode":100000,"resultDesc":\#(rows)}"#)
        #expect(try response.rows.reports.count == 1)
        #expect(response.met == ["resultCodeAsNumber": 1])
        let expected = CallFailure(.illegalParameter, detail: "resultCode 0100002")
        #expect(throws: expected) {
            try Answers.read(#"{"resultCode":100002}"#).outcome.get()
        }
    }

    @Test(arguments: ["", #""resultCode":null,"#, #""resultCode":[],"#, #""resultCode":1.5,"#])
    func `without a result code result decides`(member: String) throws {
        let older = #"{\#(member)"result":"0","resultDatas":\#(rows)}"#
        let response = try Answers.read(older)
        #expect(try response.rows.reports.count == 1)
        #expect(response.met == ["fellBackToResultDatas": 1])
        let number = try Answers.read(#"{"resultDatas":\#(rows),\#(member)"result":0}"#)
        #expect(number.met == ["fellBackToResultDatas": 1, "resultCodeAsNumber": 1])
        let failure = CallFailure(.unknownResultCode, detail: "result 1: no")
        #expect(throws: failure) {
            try Answers.read(#"{\#(member)"result":"1","resultDesc":"no"}"#).outcome.get()
        }
        let known = CallFailure(.noPermission, detail: "result 0101003")
        #expect(throws: known) {
            try Answers.read(#"{\#(member)"result":101003,"resultDatas":\#(rows)}"#).outcome.get()
        }
    }

    @Test(arguments: [
        "", #""result":null,"#, #""result":[],"#, #""result":1.5,"#, #""result":-1,"#,
    ])
    func `without a verdict nothing is believed`(member: String) {
        #expect(Answers.fault(#"{\#(member)"resultDesc":\#(rows)}"#) == .noResultCode)
    }

    @Test func `where result and resultCode both stand, resultCode decides`() throws {
        let good = #"{"result":"1","resultCode":"0100000","resultDesc":\#(rows)}"#
        #expect(try Answers.read(good).rows.reports.count == 1)
        let bad = #"{"result":"0","resultCode":"0100001","resultDesc":\#(rows)}"#
        let expected = CallFailure(.callFailed, detail: "resultCode 0100001")
        #expect(throws: expected) { try Answers.read(bad).outcome.get() }
    }

    @Test(
        arguments: [
            [0xB2, 0xCE, 0xCA, 0xFD], [0x81, 0x5C], [0xD6, 0x5C, 0x5C, 0x6E], [0x81], [0xFF, 0xFE],
            [0x81, 0x30, 0x81, 0x30],
        ] as [[UInt8]]
    )
    func `an error's words in another encoding than UTF-8 do not hide its code`(
        words: [UInt8]
    ) throws {
        let text =
            Array(#"{"resultDesc":"x"#.utf8) + words + Array(#"","resultCode":"0100002"}"#.utf8)
        let failure = #expect(throws: CallFailure.self) { try Answers.read(text).outcome.get() }
        #expect(failure?.code == .illegalParameter)
        #expect(failure?.detail.hasPrefix("resultCode 0100002: x?") == true)
        let groups = #expect(throws: CallFailure.self) {
            try GroupAnswers.read(text, .skills).outcome.get()
        }
        #expect(groups?.code == .illegalParameter)
    }

    @Test(arguments: ["resultCode", "resultDesc", "resultDatas", "result"])
    func `a member that stands twice spoils the document`(name: String) {
        let text = Answers.success(desc: rows, datas: rows).dropLast()
        #expect(Answers.fault(text + #","\#(name)":"0100000"}"#) == .duplicateKey)
    }

    @Test func `members the contract does not name are passed over and counted once`() throws {
        let text = #"{"a":{"resultCode":1},"b":[[]],"resultCode":"0100000","resultDesc":[]}"#
        #expect(try Answers.read(text).met == ["unknownField": 1])
    }
}
