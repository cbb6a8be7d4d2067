import Roster
import Testing

@testable import StatusEngine

extension Script {
    /// How many ids the calls since an event had for somebody's sake, those left aside that only
    /// fill free places.
    fileprivate func idsAskedFor(sinceEvent first: Int) -> Int {
        events[first...]
            .reduce(0) { sum, event in
                guard case .callStarted(_, let ids, let toppedUp, _) = event else { return sum }
                return sum + ids - toppedUp
            }
    }
}

/// Questions and answers of many ids, which take several steps: of four ids here, in calls of ten.
@Suite struct LongQuestionTests {
    private static let ids = 10_000..<10_025
    /// For two reports of ten rows and one of five.
    private static let stepsOfReports = 8

    private static func script(_ change: (inout EngineSettings) -> Void = { _ in }) throws -> Script
    {
        var settings = EngineSettings(maximumConcurrentCalls: 10)
        settings.maximumIDsAtOnce = 4
        settings.maximumIDsPerCall = 10
        change(&settings)
        var script = Script(settings)
        try script.prove()
        script.pass(.seconds(3))
        script.takesSteps = false
        return script
    }

    /// The script once a question has been arranged whole, and its three calls are on their way.
    private static func waiting(_ script: inout Script) throws -> TicketID {
        let ticket = try script.waitFor(ids)
        script.step(7)
        script.pass(.milliseconds(1))
        try #require(script.inFlight.map(\.agents.count) == [10, 10, 5])
        return ticket
    }

    @Test func `a long question is arranged some ids at a time, and costs no call more`() throws {
        var script = try Self.script()
        let before = script.sent.count
        _ = try script.waitFor(Self.ids)
        #expect(script.engine.agentCount == 1, "no entry is made with the question")
        script.step()
        #expect(script.engine.agentCount == 1 + 4)
        #expect(script.isUnfinished)
        script.step(2)
        #expect(
            script.sent.dropFirst(before).map(\.agents.count) == [10],
            "full, it leaves at once"
        )
        script.step(4)
        #expect(!script.isUnfinished)
        script.pass(.milliseconds(1))
        let asked = script.sent.dropFirst(before).flatMap { $0.agents.map { Int($0.number) } }
        #expect(Array(asked.prefix(25)) == Array(Self.ids))
        #expect(script.sent.count == before + 3)
    }

    @Test func `between two steps others are answered, and their calls leave`() throws {
        var script = try Self.script()
        _ = try script.waitFor(Self.ids)
        script.step()
        #expect(try script.answerNow([999_999]).readings[0].freshness == .revalidating)
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `a call with free places takes along what has been arranged so far`() throws {
        var script = try Self.script()
        _ = try script.waitFor(Self.ids)
        script.step()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let left = Set(script.inFlight.flatMap { $0.agents.map { Int($0.number) } })
        #expect(left.isSuperset(of: [1031, 10_000, 10_001, 10_002, 10_003]))
    }

    @Test func `a question is not answered before it is arranged to its end`() throws {
        var script = try Self.script()
        let ticket = try script.waitFor(Self.ids)
        script.step(3)
        try script.succeed()
        #expect(script.answers[ticket] == nil)
        script.finishSteps()
        script.pass(.milliseconds(20))
        while !script.inFlight.isEmpty { try script.succeed() }
        script.finishSteps()
        #expect(script.answers[ticket]?.readings.map(\.freshness) == Self.ids.map { _ in .live })
    }

    @Test func `of two long questions about the same ids the later one joins`() throws {
        var script = try Self.script()
        let before = script.sent.count
        let first = try script.waitFor(Self.ids)
        let second = try script.waitFor(Self.ids)
        script.step(14)
        script.pass(.milliseconds(1))
        #expect(script.sent.count == before + 3)
        while !script.inFlight.isEmpty { try script.succeed() }
        script.finishSteps()
        #expect(script.answers[first]?.summary.live == 25)
        #expect(script.answers[second]?.summary.live == 25)
        #expect(script.answers[second]?.isCollapsed == true)
    }

    @Test func `what comes while a question is arranged is not asked for again`() throws {
        var script = try Self.script()
        let ticket = try script.waitFor(Self.ids)
        script.step()
        _ = try script.waitFor([10_023, 10_024])
        script.pass(.milliseconds(1))
        try script.succeed()
        let before = script.events.count
        script.finishSteps()
        script.pass(.milliseconds(20))
        #expect(script.idsAskedFor(sinceEvent: before) == 19, "the four first left with the two")
        while !script.inFlight.isEmpty { try script.succeed() }
        script.finishSteps()
        #expect(script.answers[ticket]?.summary.live == 25)
    }

    @Test func `a deadline counts from when the question came, however far it has got`() throws {
        var script = try Self.script()
        let ticket = try script.waitFor(Self.ids, wait: .milliseconds(300))
        script.step()
        script.pass(.milliseconds(299))
        #expect(!script.isUnfinished || script.answers[ticket] == nil)
        script.pass(.milliseconds(1))
        script.step(7)
        let reasons = script.answers[ticket]?.readings.map(\.missingReason)
        #expect(reasons == Self.ids.map { _ in .trouble(.deadlineExceeded) })
        script.step()
        #expect(!script.isUnfinished)
        #expect(script.engine.waitingQuestions == 0)
    }

    @Test func `of a question withdrawn half way no more is asked for`() throws {
        var script = try Self.script()
        let before = script.sent.count
        let ticket = try script.waitFor(Self.ids)
        script.step(2)
        script.withdraw(ticket)
        #expect(script.engine.waitingQuestions == 0)
        script.step()
        #expect(!script.isUnfinished)
        script.pass(.milliseconds(1))
        let asked = script.sent.dropFirst(before).flatMap { $0.agents.map { Int($0.number) } }
        #expect(asked.filter { Self.ids.contains($0) } == Array(10_000..<10_008))
    }

    @Test func `what a withdrawn question has arranged is there for who joined it`() throws {
        var script = try Self.script()
        let long = try script.waitFor(Self.ids)
        script.step()
        let short = try script.waitFor([10_003])
        script.withdraw(long)
        script.step()
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[short]?.readings[0].freshness == .live)
        #expect(script.answers[long] == nil)
    }

    @Test func `once no call may leave a question half way waits for nothing`() throws {
        var script = try Self.script()
        let ticket = try script.waitFor(Self.ids)
        script.step(4)
        #expect(script.inFlight.count == 1)
        try script.fail(.unauthorized)
        #expect(script.isUnfinished, "the answer is in the making")
        script.step(7)
        let reasons = script.answers[ticket]?.readings.map(\.missingReason)
        #expect(reasons == Self.ids.map { _ in .trouble(.cmsLockedOut) })
        #expect(!script.isUnfinished)
        #expect(script.engine.waitingQuestions == 0)
    }

    @Test func `a stop answers a question half way, and sends nothing for it`() throws {
        var script = try Self.script()
        let before = script.sent.count
        let ticket = try script.waitFor(Self.ids)
        script.step()
        script.shutDown()
        let reasons = script.answers[ticket]?.readings.map(\.missingReason)
        #expect(reasons == Self.ids.map { _ in .trouble(.shuttingDown) })
        script.step()
        script.pass(.seconds(1))
        #expect(script.sent.count == before)
    }

    @Test func `a question half way counts among those that wait`() throws {
        var script = try Self.script { $0.maximumWaitingQuestions = 1 }
        _ = try script.waitFor(Self.ids)
        let refused = try script.answerNow([1031])
        #expect(refused.readings[0].missingReason == .trouble(.overloaded))
    }

    @Test func `a long refresh behind an answer is arranged in steps, for the same calls`() throws {
        var script = try Self.script()
        _ = try Self.waiting(&script)
        while !script.inFlight.isEmpty { try script.succeed() }
        script.finishSteps()
        script.pass(.seconds(3))
        let before = script.sent.count
        let stale = try script.answerNow(Self.ids)
        #expect(stale.summary.revalidating == 25)
        #expect(script.sent.count == before)
        script.step(7)
        script.pass(.milliseconds(20))
        #expect(script.sent.count == before + 3)
    }

    @Test
    func `a long report is taken in some rows at a time, and completes nobody before its end`()
        throws
    {
        var script = try Self.script()
        let first = try script.waitFor(10_000..<10_010)
        script.finishSteps()
        try script.succeed()
        script.step()
        #expect(try script.answerNow([10_003]).readings[0].freshness == .cached)
        script.pass(.milliseconds(1))
        let second = try script.waitFor([10_009])
        script.step()
        #expect(script.answers[first] == nil)
        script.finishSteps()
        #expect(script.answers[first]?.summary.live == 10)
        #expect(script.answers[second]?.summary.cached == 1)
        #expect(script.inFlight.isEmpty)
    }

    @Test func `no call with free places leaves while rows are taken in`() throws {
        var script = try Self.script()
        _ = try Self.waiting(&script)
        let before = script.sent.count
        _ = try script.waitFor([1031])
        try script.succeed()
        script.pass(.milliseconds(30))
        #expect(script.sent.count == before)
        script.finishSteps()
        #expect(script.sent.count == before + 1)
    }

    @Test func `a stop takes in the rows that have come`() throws {
        var script = try Self.script()
        let ticket = try Self.waiting(&script)
        for _ in 0..<3 { try script.succeed() }
        script.step()
        script.shutDown()
        #expect(script.answers[ticket]?.summary.live == 25)
    }

    @Test func `a long answer is made some ids at a time`() throws {
        var script = try Self.script()
        let ticket = try Self.waiting(&script)
        for _ in 0..<3 { try script.succeed() }
        script.step(Self.stepsOfReports)
        #expect(script.isUnfinished)
        #expect(script.engine.waitingQuestions == 1)
        script.step(6)
        #expect(script.answers[ticket] == nil)
        #expect(try script.answerNow([10_024]).readings[0].freshness == .cached)
        script.step()
        #expect(script.answers[ticket]?.readings.map { Int($0.id.number) } == Array(Self.ids))
        #expect(script.answers[ticket]?.summary.live == 25)
        #expect(script.answers[ticket]?.calls.count == 3)
        #expect(script.engine.waitingQuestions == 0)
        #expect(!script.isUnfinished)
    }

    @Test func `an answer in the making is not late for a deadline that comes meanwhile`() throws {
        var script = try Self.script()
        let ticket = try Self.waiting(&script)
        for _ in 0..<3 { try script.succeed() }
        script.step(Self.stepsOfReports + 1)
        script.pass(.seconds(6))
        script.finishSteps()
        #expect(script.answers[ticket]?.summary.live == 25)
    }

    @Test func `an answer in the making is not given to who has gone`() throws {
        var script = try Self.script()
        let ticket = try Self.waiting(&script)
        for _ in 0..<3 { try script.succeed() }
        script.step(Self.stepsOfReports + 1)
        script.withdraw(ticket)
        #expect(script.engine.waitingQuestions == 0)
        script.step(7)
        #expect(script.answers[ticket] == nil)
    }

    @Test func `a stop ends an answer in the making`() throws {
        var script = try Self.script()
        let ticket = try Self.waiting(&script)
        for _ in 0..<3 { try script.succeed() }
        script.step(Self.stepsOfReports + 1)
        script.shutDown()
        #expect(script.answers[ticket]?.summary.live == 25)
        #expect(script.engine.waitingQuestions == 0)
    }

    @Test func `a long roll-up comes to the same as its readings`() throws {
        var script = try Self.script()
        let question = Question(
            vdn: Script.vdn,
            ids: Self.ids.map { AgentID(unchecked: UInt32($0)) },
            wait: .seconds(5),
            form: .rollUp
        )
        let readings = try Self.waiting(&script)
        let rollUp = try script.waitFor(question)
        script.step(7)
        for _ in 0..<3 { try script.succeed(leavingOut: [10_007]) }
        script.finishSteps()
        let expected = try #require(script.answers[readings]).inForm(.rollUp)
        let answer = try #require(script.answers[rollUp])
        #expect(answer.rollUp == expected.rollUp)
        #expect(answer.summary == expected.summary)
        #expect(answer.readings.isEmpty)
    }
}
