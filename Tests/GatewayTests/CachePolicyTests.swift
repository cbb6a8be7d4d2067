import NIOCore
import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct CachePolicyTests {
    /// The lines an answer has for caches.
    private struct Told {
        let lines: [String]

        init(_ fields: CachingFields, isPrivate: Bool = false) {
            var buffer = ByteBuffer()
            buffer.write(atMost: fields.longest) { fields.write(isPrivate: isPrivate, to: &$0) }
            #expect(buffer.readableBytes <= fields.longest)
            lines = String(buffer: buffer).split(separator: "\r\n").map(String.init)
        }

        func value(_ name: String) -> String? {
            let line = lines.first { $0.hasPrefix(name + ": ") }
            return line.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private func settings(timeToLive: Duration = .seconds(2)) throws -> GatewaySettings {
        var settings = GatewaySettings(vdns: try testVDNs())
        settings.timeToLive = timeToLive
        return settings
    }

    private func told(
        _ readings: [Reading],
        after milliseconds: Int64 = 0,
        forwarded: ForwardReason? = nil,
        isPrivate: Bool = false,
        _ settings: GatewaySettings? = nil
    ) throws -> Told {
        let at = Timestamp(milliseconds: testNow.milliseconds + milliseconds)
        let answer = Answer(readings: readings, at: at, forwarded: forwarded)
        let tag = EntityTag(readings, variant: Fingerprint())
        let policy = CachePolicy(try settings ?? self.settings())
        return Told(policy.fields(for: answer, tag: tag), isPrivate: isPrivate)
    }

    private let live = [Reading.observed(talkingAgent(), .live)]
    private let cached = [Reading.observed(talkingAgent(), .cached)]

    @Test func `every answer is to be asked for anew, with its tag and its age`() throws {
        let told = try told(live, forwarded: .miss)
        #expect(
            told.lines == [
                "Cache-Control: no-cache", "Age: 0", "ETag: \(told.value("ETag") ?? "")",
                "Cache-Status: rollcall; fwd=miss",
            ]
        )
    }

    @Test(arguments: [
        (Int64(1), "1"), (999, "1"), (1_000, "1"), (1_001, "2"), (2_000, "2"), (2_001, "3"),
        (299_999, "300"), (-1, "0"),
    ])
    func `Age is rounded up to whole seconds`(_ milliseconds: Int64, _ age: String) throws {
        #expect(try told(cached, after: milliseconds).value("Age") == age)
    }

    @Test func `the oldest observation counts`() throws {
        var older = talkingAgent(1032)
        older.observedAt = testNow.advanced(bySeconds: -1)
        let told = try told([cached[0], .observed(older, .cached), cached[0]])
        #expect(told.value("Age") == "1")
        #expect(told.value("Cache-Status") == "rollcall; hit; ttl=1")
    }

    @Test func `a stale answer is told as such, with the age it has`() throws {
        let behind = try told([.observed(talkingAgent(), .revalidating)], after: 6_500)
        #expect(behind.value("Age") == "7")
        #expect(behind.value("Cache-Status") == "rollcall; hit; ttl=-5")
        let trouble = Reading.observed(talkingAgent(), .stale(.cmsUnavailable))
        let failing = try told([trouble], after: 100_000, forwarded: .stale)
        let expected = "rollcall; fwd=stale; ttl=-98; detail=cmsUnavailable"
        #expect(failing.value("Cache-Status") == expected)
    }

    @Test func `a trouble is named rather than a refresh under way`() throws {
        let behind = Reading.observed(talkingAgent(1032), .revalidating)
        let trouble = Reading.observed(talkingAgent(), .stale(.cmsError))
        for readings in [[behind, trouble], [trouble, behind]] {
            let status = try told(readings, after: 3_000).value("Cache-Status")
            #expect(status == "rollcall; hit; ttl=-1; detail=cmsError")
        }
    }

    @Test func `what lacks agents for a trouble tells the trouble`() throws {
        let missing = Reading.missing(AgentID(unchecked: 1032), .trouble(.deadlineExceeded))
        let told = try told([live[0], missing], forwarded: .miss)
        #expect(told.value("Age") == "0")
        let expected = "rollcall; fwd=miss; ttl=2; detail=deadlineExceeded"
        #expect(told.value("Cache-Status") == expected)
    }

    @Test func `agents that are not reported have no age`() throws {
        let missing = Reading.missing(AgentID(unchecked: 1032), .notReported)
        #expect(try told([cached[0], missing], after: 500).value("Age") == "1")
        let none = try told([missing])
        #expect(none.value("Age") == nil)
        #expect(none.value("Cache-Status") == "rollcall; hit")
    }

    @Test func `answers for one asker alone are kept from shared caches`() throws {
        for readings in [cached, []] {
            let told = try told(readings, isPrivate: true)
            #expect(told.value("Cache-Control") == "private, no-cache")
        }
    }

    @Test func `what an answer depends on is one line of fields, in a fixed order`() {
        let all: AnswerDependencies = [.origin, .accept, .authorization]
        for (dependencies, line) in [
            ([], ""), (.accept, "Vary: Accept\r\n"),
            (all, "Vary: Accept, Authorization, X-API-Key, Origin\r\n"),
        ] as [(AnswerDependencies, String)] {
            var buffer = ByteBuffer()
            buffer.write(atMost: 128) { dependencies.write(to: &$0) }
            #expect(dependencies.writtenLength == line.utf8.count)
            #expect(String(buffer: buffer) == line)
        }
    }

    @Test func `an answer that passes once has no tag`() throws {
        let policy = CachePolicy(try settings())
        let at = Timestamp(milliseconds: testNow.milliseconds + 500)
        let told = Told(policy.fields(for: Answer(readings: cached, at: at)))
        #expect(told.value("Cache-Control") == "no-cache")
        #expect(told.value("ETag") == nil)
        #expect(told.value("Cache-Status") == "rollcall; hit; ttl=1")
    }

    @Test func `a problem tells how memory stood, and nothing else`() throws {
        let missing = Reading.missing(AgentID(unchecked: 1032), .trouble(.notCached))
        let policy = CachePolicy(try settings())
        let fields = policy.fields(forProblem: Answer(readings: [missing], at: testNow))
        #expect(Told(fields).lines == ["Cache-Status: rollcall; detail=notCached"])
    }

    @Test func `what comes from the settings has a tag and no age`() throws {
        let policy = CachePolicy(try settings())
        let tag = EntityTag(of: ByteBuffer(string: "a"))
        let told = Told(policy.fields(forSettled: tag))
        #expect(told.lines == ["Cache-Control: no-cache", "ETag: W/\"\(tag.opaque)\""])
    }
}
