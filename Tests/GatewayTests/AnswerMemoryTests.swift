import NIOCore
import Roster
import Testing

@testable import Gateway

@Suite struct AnswerMemoryTests {
    private static func moment(
        _ milliseconds: Int64 = 0,
        wall: Int64? = nil,
        changes: UInt64 = 0
    ) -> AnswerMemory.Moment {
        AnswerMemory.Moment(
            now: .uptimeNanoseconds(1_000_000_000) + .milliseconds(milliseconds),
            wall: Timestamp(milliseconds: testNow.milliseconds + (wall ?? milliseconds)),
            changes: changes
        )
    }

    private static func answer(
        to target: String,
        accepting accept: String = "",
        bytes: Int = 2,
        body: ByteBuffer? = nil
    ) -> AnswerMemory.Known {
        let last = Timestamp(milliseconds: testNow.milliseconds + 100)
        return AnswerMemory.Known(
            to: target,
            accepting: accept,
            AnswerHold(moments: testNow...last, duration: .milliseconds(250)),
            now: moment().now,
            changes: moment().changes,
            rest: Array(repeating: UInt8(ascii: "x"), count: bytes),
            body: body,
            finished: FinishedRequest(
                id: "r",
                subject: nil,
                route: .agent,
                status: 200,
                duration: .zero
            )
        )
    }

    private static func find(
        _ target: String,
        accepting accept: String = "",
        in memory: inout AnswerMemory,
        at moment: AnswerMemory.Moment = moment()
    ) -> String {
        let (text, types) = (target.utf8Span, accept.utf8Span)
        let finding = memory.find(text.span, accepting: types.span, at: moment)
        return switch finding {
        case .known(let known): "known \(String(decoding: known.target, as: UTF8.self))"
        case .askedBefore: "asked before"
        case .new: "new"
        }
    }

    @Test func `a target is new once, and its answer known once it is kept`() {
        var memory = AnswerMemory()
        #expect(Self.find("/a", in: &memory) == "new")
        #expect(Self.find("/a", in: &memory) == "asked before")
        memory.keep(Self.answer(to: "/a"))
        #expect(Self.find("/a", in: &memory) == "known /a")
        #expect(Self.find("/b", in: &memory) == "new")
        #expect(Self.find("/a?", in: &memory) == "new")
    }

    @Test(arguments: [
        (moment(249, wall: 100), true), (moment(250, wall: 100), false),
        (moment(0, wall: 101), false), (moment(0, wall: -1), false),
        (moment(changes: 1), false), (moment(), true),
    ])
    func `an answer is known while it holds by both clocks and nothing changes`(
        _ moment: AnswerMemory.Moment,
        _ isKnown: Bool
    ) {
        var memory = AnswerMemory()
        memory.keep(Self.answer(to: "/a"))
        #expect((Self.find("/a", in: &memory, at: moment) == "known /a") == isKnown)
    }

    @Test func `what is long is not kept`() {
        var memory = AnswerMemory()
        memory.keep(Self.answer(to: "/long", bytes: AnswerMemory.longestAnswer + 1))
        #expect(Self.find("/long", in: &memory) == "new")
        memory.keep(Self.answer(to: "/longest", bytes: AnswerMemory.longestAnswer))
        #expect(Self.find("/longest", in: &memory) == "known /longest")
    }

    @Test func `the answer to a long target is not kept`() {
        var memory = AnswerMemory()
        let longest = "/" + String(repeating: "&", count: AnswerMemory.longestText - 1)
        for (target, isKept) in [(longest, true), (longest + "&", false)] {
            #expect(Self.find(target, in: &memory) == "new")
            #expect((Self.find(target, in: &memory) == "asked before") == isKept)
            memory.keep(Self.answer(to: target))
            #expect((Self.find(target, in: &memory) == "known \(target)") == isKept)
        }
    }

    @Test func `an answer is known to who wants the same media types`() {
        var memory = AnswerMemory()
        memory.keep(Self.answer(to: "/a", accepting: "b/c"))
        #expect(Self.find("/a", accepting: "b/c", in: &memory) == "known /a")
        #expect(Self.find("/a", in: &memory) == "new")
        #expect(Self.find("/a", accepting: "b/d", in: &memory) == "new")
        #expect(Self.find("/ab", accepting: "/c", in: &memory) == "new")
        let longest = String(repeating: "&", count: AnswerMemory.longestText)
        for (accept, isKept) in [(longest, true), (longest + "&", false)] {
            memory.keep(Self.answer(to: "/a", accepting: accept))
            #expect((Self.find("/a", accepting: accept, in: &memory) == "known /a") == isKept)
        }
    }

    @Test func `all answers together take no more than is allowed`() {
        var memory = AnswerMemory()
        let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_048_576)
        let targets = (0..<100).map { "/groups/\($0)/agents" }
        for target in targets { memory.keep(Self.answer(to: target, body: body)) }
        let known = targets.filter { Self.find($0, in: &memory).hasPrefix("known") }
        #expect(known.count == AnswerMemory.maximumBytes / 1_048_576 - 1)
        #expect(known.last == targets.last)
        memory.keep(Self.answer(to: targets[99], body: body))
        #expect(targets.count { Self.find($0, in: &memory).hasPrefix("known") } == known.count)
    }

    @Test func `of more targets than there are places none is taken for another`() {
        var memory = AnswerMemory()
        let targets = (0..<3 * AnswerMemory.maximumCount).map { "/agents/\($0)" }
        for target in targets { memory.keep(Self.answer(to: target)) }
        let found = targets.map { Self.find($0, in: &memory) }
        let known = zip(targets, found).filter { $1 == "known \($0)" }
        #expect(known.count > AnswerMemory.maximumCount / 2)
        #expect(known.count <= AnswerMemory.maximumCount)
        #expect(found.count { $0.hasPrefix("known") } == known.count)
    }
}
