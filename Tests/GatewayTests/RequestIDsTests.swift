import Testing

@testable import Gateway

@Suite struct RequestIDsTests {
    @Test func `the names of a connection are numbered in hexadecimal digits`() {
        var ids = RequestIDs(seed: 0xABC, connection: 0x1F)
        for number in 1...70_000 {
            let name = ids.next(proposed: nil)
            let isRight = name == "0000000000000abc-1f-\(String(number, radix: 16))"
            guard isRight else {
                Issue.record("number \(number) is named \(name)")
                return
            }
        }
    }

    @Test func `a client's own name leaves no gap`() {
        var ids = RequestIDs(seed: 1, connection: 2)
        #expect(ids.next(proposed: "mine") == "mine")
        #expect(ids.next(proposed: "not mine") == "0000000000000001-2-1")
    }
}
