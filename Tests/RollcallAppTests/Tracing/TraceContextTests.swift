import Testing

@testable import RollcallApp

struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test func `a traceparent is read and written back`() throws {
        let text = "00-\(Self.trace)-\(Self.span)-01"
        let context = try #require(TraceContext(parent: text, state: "a=1,b=2"))
        #expect(context.traceID == Self.trace)
        #expect(context.spanID == Self.span)
        #expect(context.state == "a=1,b=2")
        #expect(context.parent == text)
        let child = context.child(spanID: "00f067aa0ba902b7")
        #expect(child.parent == "00-\(Self.trace)-00f067aa0ba902b7-01")
        #expect(child.state == "a=1,b=2")
    }

    @Test func `a later version is read as far as it is known, unknown flags do not go on`() throws
    {
        let text = "cc-\(Self.trace)-\(Self.span)-ff-more"
        let context = try #require(TraceContext(parent: text, state: nil))
        #expect(context.parent == "00-\(Self.trace)-\(Self.span)-01")
    }

    @Test(arguments: [
        "", "00", "ff-\(trace)-\(span)-01", "00-\(trace)-\(span)-01-more", "00-\(trace)-\(span)",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-\(span)-01", "00-\(trace)x-\(span)-01",
        "00-\(trace)-\(span)-1", "0-\(trace)-\(span)-001", "00_\(trace)_\(span)_01",
    ])
    func `what is not as the recommendation has it is no context`(text: String) {
        #expect(TraceContext(parent: text, state: nil) == nil)
    }

    @Test func `a state that is too long or not plain ASCII is left out, the context kept`() throws
    {
        let text = "00-\(Self.trace)-\(Self.span)-00"
        for state in [String(repeating: "x", count: 513), "a=\u{7f}\n", "ä=1", ""] {
            let context = try #require(TraceContext(parent: text, state: state))
            #expect(context.state == nil)
        }
    }
}
