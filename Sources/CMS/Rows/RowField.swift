/// The fields of a row (contract section 1).
enum RowField: Int, CaseIterable {
    case agentID
    case locationID
    case currentState
    case previousState
    case currentStateTime
    case previousStateTime
    case currentStateReason
    case logonTime
    case agentRelease
    case currentPrivateCalls

    /// The vendor's name.
    var name: StaticString {
        switch self {
        case .agentID: "agentId"
        case .locationID: "locationId"
        case .currentState: "currentState"
        case .previousState: "prevState"
        case .currentStateTime: "currentStateTime"
        case .previousStateTime: "prevStateTime"
        case .currentStateReason: "currentStateReason"
        case .logonTime: "logonTime"
        case .agentRelease: "agentRelease"
        case .currentPrivateCalls: "currentPrivateCallNum"
        }
    }

    /// What the field may hold, the vendor's marks for "none" and "unknown" included; an agent's
    /// id is any whole number here, and is judged by `AgentID`.
    var range: ClosedRange<Int64> {
        switch self {
        case .agentID: Int64.min...Int64.max
        case .currentStateTime, .previousStateTime: 0...4_294_967_295
        case .logonTime: 1...Sentinel.latestLogonTime
        case .locationID, .currentState, .previousState, .currentStateReason, .agentRelease,
            .currentPrivateCalls:
            0...Int64(Int32.max)
        }
    }

    /// Finds a field by its name: one comparison, chosen by length and first byte.
    init?(_ name: Span<UInt8>) {
        guard let candidate = Self.candidate(length: name.count, first: name.first ?? 0),
            name.holds(candidate.name)
        else { return nil }
        self = candidate
    }

    private static func candidate(length: Int, first: UInt8) -> RowField? {
        switch (length, first) {
        case (7, _): .agentID
        case (10, _): .locationID
        case (12, UInt8(ascii: "c")): .currentState
        case (12, _): .agentRelease
        case (9, UInt8(ascii: "p")): .previousState
        case (9, _): .logonTime
        case (16, _): .currentStateTime
        case (13, _): .previousStateTime
        case (18, _): .currentStateReason
        case (21, _): .currentPrivateCalls
        default: nil
        }
    }
}
