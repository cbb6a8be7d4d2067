internal import Roster

/// The states of one slot of a shift, one behind the other, as they follow from the slot's seed.
///
/// A slot begins with idle and never ends with it, so that slots fit together without a state
/// following itself.
struct StateWalk: Sendable {
    /// One stay in one state, in seconds since 1970.
    struct Stretch: Hashable, Sendable {
        var state: AgentState
        var start: Int64
        var end: Int64
        /// Why the agent rests, or `AgentRow.none`.
        var reason = AgentRow.none
    }

    /// Seconds in a slot: what has to be walked at most to find a state.
    static let slotLength: Int64 = 900
    /// Less than this at a slot's end is added to the state before; longer than idle ever lasts.
    private static let shortest: Int64 = 120

    /// The idle time the slot begins with.
    let first: Stretch
    private var random: SeededRandom
    private let end: Int64
    private var last: Stretch

    init(seed: UInt64, start: Int64) {
        random = SeededRandom(seed, 3, UInt64(bitPattern: start))
        end = start + Self.slotLength
        let seconds = random.draw(Self.durations(of: .idle))
        first = Stretch(state: .idle, start: start, end: start + seconds)
        last = first
    }

    /// The stretch after the one before, or nothing at the slot's end.
    mutating func next() -> Stretch? {
        guard let follower = follower(of: last) else { return nil }
        last = follower
        return follower
    }

    private mutating func follower(of stretch: Stretch) -> Stretch? {
        guard stretch.end < end else { return nil }
        let state = successor(of: stretch.state)
        var follower = Stretch(state: state, start: stretch.end, end: stretch.end)
        follower.end += random.draw(Self.durations(of: state))
        if state == .resting { follower.reason = random.draw(1...9) }
        let closesCycle = Self.isFollowedByIdle(state)
        if follower.end > end || closesCycle && end - follower.end < Self.shortest {
            follower.end = end
        }
        return follower
    }

    private mutating func successor(of state: AgentState) -> AgentState {
        switch state {
        case .idle: activity()
        case .reserved: .occupied
        case .occupied: .answering
        case .answering: .talking
        case .talking: .afterCall
        default: .idle
        }
    }

    /// What ends an idle time: mostly a call.
    private mutating func activity() -> AgentState {
        switch random.draw(0...99) {
        case 0..<70: .occupied
        case 70..<84: .reserved
        case 84..<90: .resting
        case 90..<94: .working
        case 94..<98: .busy
        default: .studying
        }
    }

    private static func isFollowedByIdle(_ state: AgentState) -> Bool {
        switch state {
        case .idle, .reserved, .occupied, .answering, .talking: false
        default: true
        }
    }

    /// How long a state lasts, in seconds.
    private static func durations(of state: AgentState) -> ClosedRange<Int64> {
        switch state {
        case .idle: 5...90
        case .reserved: 2...10
        case .occupied: 1...3
        case .answering: 2...8
        case .talking: 20...400
        case .working: 60...300
        case .busy: 30...300
        case .resting: 120...600
        case .studying: 300...900
        default: 10...90
        }
    }
}
