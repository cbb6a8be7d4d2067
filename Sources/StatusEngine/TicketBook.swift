internal import Roster

/// A question that waits.
struct Ticket: Sendable {
    let id: TicketID
    let vdnIndex: Int
    let ids: [AgentID]
    /// In what form the answer is wanted.
    var form = AnswerForm.readings
    let askedAt: Instant
    let deadline: Instant
    /// Why it waits.
    let reason: ForwardReason?
    /// Why there was no call for some of its ids, where none could leave any more.
    var refusal: Trouble?
    /// Who asked, where the question says so.
    var asker: AskerID?
    /// How many pieces it waits for.
    var outstanding = 0
    /// The calls that ended while it waited for them.
    var calls: [CallID] = []
    /// Whether it joined a piece that was opened for somebody else.
    var isCollapsed = false
}

/// The questions that wait, by name and by deadline.
struct TicketBook: Sendable {
    private var tickets: [TicketID: Ticket] = [:]
    private var deadlines: [(at: Instant, id: TicketID)] = []
    private var lastNumber: UInt64 = 0

    /// How many ids the waiting questions hold together.
    private(set) var waitingIDs = 0

    /// How many of them say who asks.
    private(set) var withAsker = 0

    var count: Int { tickets.count }

    /// The name the next question gets.
    mutating func makeID() -> TicketID {
        lastNumber += 1
        return TicketID(lastNumber)
    }

    mutating func add(_ ticket: Ticket) {
        tickets[ticket.id] = ticket
        waitingIDs += ticket.ids.count
        if ticket.asker != nil { withAsker += 1 }
        // Latest first, so that the next to expire is taken from the end.
        let place = deadlines.partitioningIndex { $0.at <= ticket.deadline }
        deadlines.insert((ticket.deadline, ticket.id), at: place)
    }

    mutating func remove(_ id: TicketID) -> Ticket? {
        guard let ticket = tickets.removeValue(forKey: id) else { return nil }
        waitingIDs -= ticket.ids.count
        if ticket.asker != nil { withAsker -= 1 }
        while let last = deadlines.last, tickets[last.id] == nil { deadlines.removeLast() }
        if deadlines.count > 2 * tickets.count + 64 {
            deadlines.removeAll { tickets[$0.id] == nil }
        }
        return ticket
    }

    /// Lets a question wait for one piece more.
    mutating func expect(_ id: TicketID) {
        tickets[id]?.outstanding += 1
    }

    /// Lets a question wait for one piece more, which others opened.
    mutating func expectOfOthers(_ id: TicketID) {
        expect(id)
        tickets[id]?.isCollapsed = true
    }

    /// Counts one piece as settled, by a call or by being given up.
    /// - Returns: whether nothing is outstanding any more.
    mutating func settle(_ id: TicketID, by call: CallID?) -> Bool {
        guard tickets[id] != nil else { return false }
        tickets[id]?.outstanding -= 1
        if let call, tickets[id]?.calls.last != call { tickets[id]?.calls.append(call) }
        return tickets[id]?.outstanding == 0
    }

    /// Who asked a question that waits, where it says so.
    func asker(of id: TicketID) -> AskerID? { tickets[id]?.asker }

    /// Whether a question waits still.
    func isWaiting(_ id: TicketID) -> Bool { tickets[id] != nil }

    /// Notes why there is no call for some ids of a question.
    mutating func refuse(_ id: TicketID, _ trouble: Trouble) {
        tickets[id]?.refusal = trouble
    }

    /// Whether a question waits for nothing.
    func isSettled(_ id: TicketID) -> Bool {
        tickets[id]?.outstanding == 0
    }

    /// The next deadline.
    var nextDeadline: Instant? { deadlines.last?.at }

    /// Takes a question whose deadline has come.
    mutating func removeExpired(at now: Instant) -> Ticket? {
        guard let last = deadlines.last, last.at <= now else { return nil }
        return remove(last.id)
    }
}
