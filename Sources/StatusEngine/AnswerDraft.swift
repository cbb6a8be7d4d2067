internal import Roster

/// An answer in the making, in the form asked for.
struct AnswerDraft: Sendable {
    private let form: AnswerForm
    private var readings: [Reading] = []
    private var status = GroupStatus([])
    private var summary = AnswerSummary()

    /// Begins the answer to a question about so many agents.
    init(_ form: AnswerForm, count: Int) {
        self.form = form
        if form == .readings { readings.reserveCapacity(count) }
    }

    /// Takes in the reading of the next agent.
    mutating func add(_ reading: Reading) {
        switch form {
        case .readings: readings.append(reading)
        case .rollUp:
            status.add(reading)
            summary.add(reading)
        }
    }

    /// What it has come to.
    func answer(at now: Timestamp) -> Answer {
        switch form {
        case .readings: Answer(readings: readings, at: now)
        case .rollUp: Answer(rollUp: status, summary: summary, at: now)
        }
    }
}
