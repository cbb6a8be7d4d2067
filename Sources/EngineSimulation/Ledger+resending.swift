internal import StatusEngine

// Calls that are sent once more for their connection's sake.
extension Ledger {
    /// Takes in that a call failed; the next event alone may send it once more, unless it was sent so
    /// itself, or is the retry of one that was.
    mutating func note(_ failure: CallFailure, of flight: Flight) {
        guard failure.code == .reusedConnectionEnded, flight.kind != .resend else { return }
        let isAgain = flight.call.agents.allSatisfy {
            resent.contains(Key(vdn: flight.call.vdn, id: $0))
        }
        forgotten = flight.kind == .retry && isAgain ? nil : flight
    }

    /// Holds a call to being sent once more at most, for its connection's sake alone, and only where the
    /// signature is known to be good.
    mutating func checkResending(
        of call: StatusCall,
        _ kind: CallKind,
        _ fail: (String) throws -> Void
    ) throws {
        if call.isResent != (kind == .resend) { try fail("a resent call that is not called one") }
        if kind != .retry, kind != .resend {
            for id in call.agents { resent.remove(Key(vdn: call.vdn, id: id)) }
        }
        guard kind == .resend else { return }
        defer { forgotten = nil }
        guard let first = forgotten?.call else { return try fail("a call sent again unasked") }
        let same = first.vdn == call.vdn && first.endpoint == call.endpoint
        if !same || !Set(call.agents).isSubset(of: first.agents) { try fail("another call resent") }
        if !isProven { try fail("a call resent, though the signature is unproven") }
        if lockOutStep >= 0 { try fail("a call resent in a lock-out") }
        for id in call.agents { resent.insert(Key(vdn: call.vdn, id: id)) }
    }

    /// The same for a call about groups.
    mutating func checkResending(
        of call: GroupCall,
        _ fail: (String) throws -> Void
    ) throws {
        guard call.isResent else { return }
        defer { forgottenGroupCall = nil }
        guard let first = forgottenGroupCall else { return try fail("groups asked again unasked") }
        let same = first.vdn == call.vdn && first.endpoint == call.endpoint
        if !same || first.query != call.query { try fail("another call about groups resent") }
        if lockOutStep >= 0 { try fail("a call about groups resent in a lock-out") }
        if !signatures.isProven(hasBody: call.query.kind.hasBody) {
            try fail("a call about groups resent, though the signature is unproven")
        }
    }
}
