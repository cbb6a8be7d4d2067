package import Roster

/// What a client wants to know: how these agents stand.
package struct Question: Sendable {
    /// The VDN the agents belong to.
    package let vdn: VDN
    /// The agents, distinct, in the order of the answer.
    package let ids: [AgentID]
    /// How long the asker is ready to wait.
    package let wait: Duration
    /// The oldest observation the asker will have without a refresh, where the time to live is
    /// too long; never less than the engine's minimum refresh interval.
    package let maximumAge: Duration?
    /// How long after the time to live an observation is good enough to be answered at once, where
    /// the asker says so; never beyond the engine's `staleIfError`.
    package let maximumStale: Duration?
    /// Whether the asker wants what is in memory or nothing.
    package let isOnlyCached: Bool
    /// Who asks, where somebody follows what becomes of the question.
    package let asker: AskerID?
    /// In what form the answer is wanted.
    package var form: AnswerForm

    /// Creates a question.
    package init(
        vdn: VDN,
        ids: [AgentID],
        wait: Duration,
        maximumAge: Duration? = nil,
        maximumStale: Duration? = nil,
        isOnlyCached: Bool = false,
        asker: AskerID? = nil,
        form: AnswerForm = .readings
    ) {
        self.vdn = vdn
        self.ids = ids
        self.wait = wait
        self.maximumAge = maximumAge
        self.maximumStale = maximumStale
        self.isOnlyCached = isOnlyCached
        self.asker = asker
        self.form = form
    }

    /// What the asker wants of observations in memory.
    var wishes: AgeWishes { AgeWishes(maximumAge: maximumAge, maximumStale: maximumStale) }
}

/// What can be said to a question: a reading for each id, in the order asked, or their roll-up.
package struct Answer: Hashable, Sendable {
    /// One reading for each id asked; none where the roll-up was asked for.
    package var readings: [Reading] {
        didSet { summary = AnswerSummary(readings) }
    }
    /// The roll-up, where it was asked for.
    package private(set) var rollUp: GroupStatus?
    /// What holds of all readings together.
    package private(set) var summary: AnswerSummary
    /// When the answer was made, by the wall clock.
    package var at: Timestamp
    /// On what terms the readings were made.
    package var terms: AnswerTerms
    /// In how many seconds asking again may help, where readings are missing because of the CMS.
    package var retryAfter: Int64?
    /// The calls that were waited for, in the order they ended; none where memory answered.
    package var calls: [CallID]
    /// Whether one of these calls was on its way, or gathering, for somebody else already.
    package var isCollapsed: Bool
    /// Why memory alone would not do; nothing where the question did not wait for a call.
    package var forwarded: ForwardReason?

    /// Creates an answer.
    package init(
        readings: [Reading],
        at: Timestamp,
        terms: AnswerTerms = AnswerTerms(),
        retryAfter: Int64? = nil,
        calls: [CallID] = [],
        isCollapsed: Bool = false,
        forwarded: ForwardReason? = nil
    ) {
        self.readings = readings
        summary = AnswerSummary(readings)
        self.at = at
        self.terms = terms
        self.retryAfter = retryAfter
        self.calls = calls
        self.isCollapsed = isCollapsed
        self.forwarded = forwarded
    }

    /// Creates the answer to a question about a roll-up, from memory and for which there is nothing
    /// else to say.
    package init(rollUp: GroupStatus, summary: AnswerSummary, at: Timestamp) {
        self.init(readings: [], at: at)
        self.rollUp = rollUp
        self.summary = summary
    }

    /// Adds readings up, and keeps none of them.
    init(rollingUp readings: some Sequence<Reading>, at: Timestamp) {
        var status = GroupStatus([])
        var summary = AnswerSummary()
        for reading in readings {
            status.add(reading)
            summary.add(reading)
        }
        self.init(rollUp: status, summary: summary, at: at)
    }

    /// The same answer in the form asked for, made of one with readings.
    package func inForm(_ form: AnswerForm) -> Answer {
        guard form == .rollUp else { return self }
        var answer = Answer(rollingUp: readings, at: at)
        answer.terms = terms
        answer.retryAfter = retryAfter
        answer.calls = calls
        answer.isCollapsed = isCollapsed
        answer.forwarded = forwarded
        return answer
    }
}

/// Names a question that waits for its answer.
package struct TicketID: Hashable, Sendable {
    /// Counts up from 1.
    package let number: UInt64

    /// Creates a name.
    package init(_ number: UInt64) { self.number = number }
}

/// What becomes of a question at once.
package enum Asked: Sendable {
    /// Answered from memory, or refused with reasons.
    case answered(Answer)
    /// Waiting; the answer comes to the closure given with the question.
    case waiting(TicketID)
}

/// Takes an answer that was waited for.
package typealias Delivery = @Sendable (Answer) -> Void

/// Whoever answers questions: the engine's shell, or a double of it.
package protocol StatusSource: Sendable {
    /// Asks; `deliver` is called once, from anywhere, if and only if the result is `.waiting`,
    /// unless the ticket is withdrawn first.
    func ask(_ question: Question, deliver: @escaping Delivery) -> Asked

    /// What memory holds of agents now, without asking for anything, on the terms of an answer
    /// given before. For answers that are written part by part.
    func recall(_ ids: ArraySlice<AgentID>, in vdn: VDN, on terms: AnswerTerms) -> [Reading]

    /// Gives up waiting; calls on their way go on for the others.
    func withdraw(_ ticket: TicketID)
}
