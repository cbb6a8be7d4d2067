import Foundation
import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct RequestLineTests {
    private let time = Timestamp(milliseconds: 1_795_420_800_000)

    private func line(_ request: FinishedRequest) -> String {
        RequestLine(request, at: time).json
    }

    @Test func `a line has what is known of the request, in one order`() {
        var provenance = Provenance()
        provenance.cache = .collapsed
        provenance.calls = [CallID(3), CallID(4)]
        provenance.traceID = "0af7651916cd43dd8448eb211c80319c"
        let subject = RequestSubject(method: "GET", path: "/agents/1031", client: "192.0.2.7")
        let text = line(.of(.agent, subject: subject, provenance: provenance))
        #expect(
            text == """
                {"time":"2026-11-23T08:00:00.000Z","kind":"request","id":"r-1",\
                "client":"192.0.2.7","method":"GET","route":"agent","path":"/agents/1031",\
                "status":200,"bytes":250,"ms":1.234,"outcome":"ok","cache":"collapsed",\
                "calls":[3,4],"trace":"0af7651916cd43dd8448eb211c80319c"}
                """
        )
    }

    @Test func `what is not known is left out, and a problem is named by its code`() {
        var provenance = Provenance()
        provenance.problem = .headTooLarge
        #expect(
            line(.of(.none, status: 431, subject: nil, provenance: provenance)) == """
                {"time":"2026-11-23T08:00:00.000Z","kind":"request","id":"r-1","route":"none",\
                "status":431,"bytes":250,"ms":1.234,"outcome":"head-too-large"}
                """
        )
    }

    @Test func `a hostile path and method stay inside one short line`() throws {
        let subject = RequestSubject(
            method: String(repeating: "M", count: 9_000),
            path: "/\"\n\u{1b}[2J\u{2028}" + String(repeating: "ä", count: 9_000)
        )
        let text = line(.of(.none, subject: subject))
        #expect(text.utf8.count < 1_000)
        let hasLineEnd = text.contains { $0.isNewline }
        #expect(!hasLineEnd)
        #expect(!text.unicodeScalars.contains("\u{1b}"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect((object?["path"] as? String)?.hasSuffix("…") == true)
    }

    @Test func `no more calls are named than fit a line`() {
        var provenance = Provenance()
        provenance.calls = (1...1_000).map { CallID($0) }
        let text = line(.of(.groupStatus, provenance: provenance))
        #expect(text.contains("\"calls\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"))
    }

    @Test(arguments: [(0, "0.000"), (7, "0.007"), (1_000, "1.000"), (61_000_050, "61000.050")])
    func `a duration is milliseconds with three places`(microseconds: Int64, text: String) {
        var line = JSONLine()
        line.addMilliseconds("ms", .microseconds(microseconds))
        #expect(line.text == "{\"ms\":\(text)}")
    }
}
