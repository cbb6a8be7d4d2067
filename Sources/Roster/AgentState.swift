/// What an agent is doing, in our words; the raw value is the CMS's code (contract section 1).
package enum AgentState: UInt8, CaseIterable, Hashable, Sendable {
    case signedOut = 0
    case idle = 1
    /// Pre-occupied: kept for an outbound call.
    case reserved = 2
    /// Locked for the seconds before a call connects.
    case occupied = 3
    case answering = 4
    case talking = 5
    /// Given no calls, may take internal ones.
    case working = 6
    /// Given no calls by own choice, may dial out.
    case busy = 7
    /// Resting, asked for and granted.
    case resting = 8
    case studying = 9
    /// After-call work, "adjusting" in the vendor's words.
    case afterCall = 10
    /// A code the contract does not list; the number is kept beside it.
    case unknown = 255

    /// Translates a code of the CMS.
    package init(code: Int32) {
        self = UInt8(exactly: code).flatMap(AgentState.init(rawValue:)) ?? .unknown
    }

    /// The name used in answers and in the `state` parameter.
    package var name: String {
        switch self {
        case .signedOut: "signedOut"
        case .idle: "idle"
        case .reserved: "reserved"
        case .occupied: "occupied"
        case .answering: "answering"
        case .talking: "talking"
        case .working: "working"
        case .busy: "busy"
        case .resting: "resting"
        case .studying: "studying"
        case .afterCall: "afterCall"
        case .unknown: "unknown"
        }
    }
}
