import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct MediaRangeTests {
    private func format(_ lines: String...) throws(Problem) -> ListFormat {
        try ListFormat(accepting: HTTPHeaders(lines.map { ("Accept", $0) }))
    }

    @Test func `nothing and anything mean JSON`() throws {
        #expect(try ListFormat(accepting: [:]) == .json)
        for accept in ["*/*", "application/*", "", " , ", "text/html, */*;q=0.1", "nonsense"] {
            #expect(try format(accept) == .json, "\(accept)")
        }
    }

    @Test(arguments: [
        "application/x-ndjson", "Application/X-NDJSON;q=0.1", "application/x-ndjson, */*",
        "application/x-ndjson;q=0.9, */*;q=0.8", "*/*;q=0.1,application/x-ndjson;charset=utf-8",
        "application/json;q=0, */*", "application/json;q=0.5, application/*;q=0.6",
        "application/x-ndjson;q=1.000,application/json;q=0.999",
    ])
    func `lines are written where they are liked best or named more closely`(
        _ accept: String
    ) throws {
        #expect(try format(accept) == .lines)
    }

    @Test(arguments: [
        "application/json, application/x-ndjson", "application/x-ndjson;q=0.5, application/json",
        "application/x-ndjson;q=0, */*", "application/x-ndjson;q=0, application/*;q=0.001",
    ])
    func `JSON is written where lines are not liked better`(_ accept: String) throws {
        #expect(try format(accept) == .json)
    }

    @Test func `several lines of the field are one list`() throws {
        #expect(try format("text/html", "application/x-ndjson") == .lines)
    }

    @Test(arguments: [
        "text/html", "application/json;q=0", "*/*;q=0", "application/xml, text/*",
        "application/json;q=0, application/x-ndjson;q=0.000, */*",
    ])
    func `what rules both out is refused and told what there is`(_ accept: String) throws {
        let problem = #expect(throws: Problem.self) { try self.format(accept) }
        #expect(problem?.code == .notAcceptable)
        #expect(problem?.detail.contains("application/json or application/x-ndjson") == true)
        #expect(problem?.dependencies == .accept)
    }

    @Test(arguments: [
        "application/x-ndjson;q=2", "application/x-ndjson;q=0.0001", "application/x-ndjson;q=",
        "application/x-ndjson;q=-1", "application/x-ndjson;q=1.001", "*/x-ndjson",
        "application/", "/x-ndjson", "application x-ndjson", "application/x-ndjson;q=0.5.5",
        "application/x-ndjson; =1", "application/x-ndjson garbage", "\"application/x-ndjson\"",
    ])
    func `a malformed element is passed over`(_ element: String) throws {
        #expect(try format(element) == .json)
        #expect(try format(element + ", application/json;q=0.1") == .json)
    }
}
