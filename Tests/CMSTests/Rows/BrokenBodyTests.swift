import CMS
import JSONScanning
import StatusEngine
import Testing

struct BrokenBodyTests {
    let whole = Answers.success(
        rows: Answers.row(1031, extra: #","n":"é𝄞\u00e9","l":[1.5e3,true]"#)
    )

    @Test func `a body cut off anywhere is truncated`() {
        let bytes = Array(whole.utf8)
        for end in 1..<bytes.count {
            #expect(Answers.fault(Array(bytes[..<end])) == .truncated)
        }
    }

    @Test(arguments: ["", " ", "\n\t "])
    func `nothing is empty`(text: String) {
        #expect(Answers.fault(text) == .empty)
    }

    @Test(arguments: ["[]", "null", "7", "\"x\"", " true ", "[{}]"])
    func `JSON that is no object is called that`(text: String) {
        #expect(Answers.fault(text) == .notAnObject)
    }

    @Test(arguments: [
        "<html><body>502</body></html>", "{'a':1}", "{a:1}", "{\"a\" 1}", "{\"a\":}", "{\"a\":1,}",
        "{,}", "{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}", "{\"a\":1 \"b\":2}", "{\"a\":tru}",
        "{\"a\":True}", "{\"a\":nul}", "{\"a\":[1}", "{\"a\":{]}", "}", "{1:2}", "{\"a\":\"\t\"}",
        "{\"a\":\"\u{0}\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}", "//\n{}", "\u{0}{}",
        "{\"a\":\u{a0}1}",
    ])
    func `text that is no JSON is called that`(text: String) {
        #expect(Answers.fault(text) == .notJSON)
    }

    @Test(arguments: ["}", "x", "{}", ",", "\u{0}", "/**/"])
    func `anything but white space behind the document spoils it`(rest: String) {
        #expect(Answers.fault(whole + rest) == .trailingBytes)
        #expect(Answers.fault("7 " + rest) == .trailingBytes)
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80], [0xFF],
            [0xC3, 0x28], [0xE2, 0x82, 0x28], [0xF0, 0x9F, 0x98, 0x28], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 spoil the document, in names and values alike`(bytes: [UInt8]) {
        let value = Array(#"{"resultCode":"0100000","a":""#.utf8) + bytes + Array("\"}   ".utf8)
        let name = Array(#"{"resultCode":"0100000",""#.utf8) + bytes + Array("\":1}   ".utf8)
        #expect(Answers.fault(value) == .invalidUTF8)
        #expect(Answers.fault(name) == .invalidUTF8)
    }

    @Test func `every kind of UTF-8 sequence is accepted`() throws {
        let text = #"{"resultCode":"0100000","resultDesc":[],"é€𝄞߿ࠀ퟿￿𐀀􏿿":"é€𝄞"}"#
        #expect(try Answers.read(text).met == ["unknownField": 1])
    }

    @Test func `a byte order mark is passed over and counted`() throws {
        let response = try Answers.read([0xEF, 0xBB, 0xBF] + Array(whole.utf8))
        #expect(try response.rows.reports.count == 1)
        #expect(response.met["byteOrderMark"] == 1)
        #expect(Answers.fault([0xEF, 0xBB, 0xBF]) == .empty)
        #expect(Answers.fault([0xEF, 0xBB]) == .notJSON)
        #expect(Answers.fault([0xFF, 0xFE, 0x7B, 0x00]) == .notJSON)
    }

    @Test func `values may nest 64 deep and no deeper, with time and stack to spare`() throws {
        let nested = { (depth: Int, open: String, close: String) in
            let value =
                String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            return #"{"resultCode":"0100000","resultDesc":[],"a":\#(value)}"#
        }
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let levels = open.count { $0 == "[" || $0 == "{" }
            #expect(Answers.fault(nested(63 / levels, open, close)) == nil)
            #expect(Answers.fault(nested(64 / levels, open, close)) == .tooDeep)
            #expect(Answers.fault(nested(200_000, open, close)) == .tooDeep)
        }
        let row = Answers.row(1031, ["prevState": String(repeating: "[", count: 62)])
        #expect(Answers.fault(Answers.success(rows: row)) == .tooDeep)
    }

    @Test func `every fault but those of the contract is one of syntax`() {
        let others: Set<BodyFault> = [
            .notAnObject, .duplicateKey, .noResultCode, .noRows, .noReadableRow,
        ]
        for fault in BodyFault.allCases {
            #expect(fault.isSyntax == !others.contains(fault))
        }
    }
}
