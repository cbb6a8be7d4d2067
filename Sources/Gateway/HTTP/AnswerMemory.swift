internal import NIOCore
internal import Roster

/// The answers one event loop has ready: bytes that would come out the same if they were made again.
///
/// An answer is kept when its target is asked for a second time, and given again as long as it holds and
/// nothing has changed that it was made from. A target has one place it can be kept at, so that memory
/// is bounded and a look-up is one comparison; of two targets with the same place the later one stays.
struct AnswerMemory {
    /// An answer that was kept.
    final class Known {
        /// The target it answers, as sent.
        let target: [UInt8]
        /// Between which moments of the wall clock it is right.
        let moments: ClosedRange<Timestamp>
        /// Until when it holds.
        let until: NIODeadline
        /// How many changes there had been before it was made.
        let changes: UInt64
        /// Its bytes behind the fields that differ between two answers.
        let rest: [UInt8]
        /// What is told of it to whoever counts.
        let finished: FinishedRequest

        /// Takes an answer that was made now, after so many changes.
        init(
            to target: String,
            _ hold: AnswerHold,
            now: NIODeadline,
            changes: UInt64,
            rest: [UInt8],
            finished: FinishedRequest
        ) {
            self.target = Array(target.utf8)
            moments = hold.moments
            until = now + TimeAmount(hold.duration)
            self.changes = changes
            self.rest = rest
            self.finished = finished
        }
    }

    /// When somebody asks, and after how many changes.
    struct Moment {
        let now: NIODeadline
        let wall: Timestamp
        let changes: UInt64
    }

    /// What is known of a target.
    enum Finding {
        /// The answer.
        case known(Known)
        /// It was asked for before: its answer is worth keeping.
        case askedBefore
        /// Nothing.
        case new
    }

    /// How many answers are kept: with some 1.5 KB each, 3 MB.
    static let maximumCount = 2_048
    /// The longest answer that is kept, in bytes.
    static let maximumBytes = 4_096
    /// The longest target whose answer is kept, in bytes: what needs more is no common question.
    static let maximumTargetBytes = 256

    private var places = [Known?](repeating: nil, count: maximumCount)
    /// By place, a digest of the target asked for last.
    private var lastAsked = [UInt32](repeating: 0, count: maximumCount)

    /// Looks a target up, and takes note that it was asked for.
    mutating func find(_ target: Span<UInt8>, at moment: Moment) -> Finding {
        guard target.count <= Self.maximumTargetBytes else { return .new }
        let hash = Self.hash(target)
        let place = Self.place(of: hash)
        if let known = places[place], known.holds(at: moment), known.isFor(target) {
            return .known(known)
        }
        let digest = UInt32(truncatingIfNeeded: hash >> 32)
        guard lastAsked[place] != digest else { return .askedBefore }
        lastAsked[place] = digest
        return .new
    }

    /// Keeps an answer, unless it is long.
    mutating func keep(_ known: Known) {
        guard known.rest.count <= Self.maximumBytes,
            known.target.count <= Self.maximumTargetBytes
        else { return }
        let target = known.target
        places[Self.place(of: Self.hash(target.span))] = known
    }

    private static func place(of hash: UInt64) -> Int { Int(hash % UInt64(maximumCount)) }

    /// FNV-1a: whoever sends targets that share a place only takes the place from himself and others.
    private static func hash(_ target: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in target.indices {
            hash = (hash ^ UInt64(target[place])) &* 0x100_0000_01B3
        }
        return hash ^ hash >> 29
    }
}

extension AnswerMemory.Known {
    /// Whether the answer is right at a moment.
    fileprivate func holds(at moment: AnswerMemory.Moment) -> Bool {
        changes == moment.changes && moment.now < until && moments.contains(moment.wall)
    }

    /// Whether it answers a target.
    fileprivate func isFor(_ other: Span<UInt8>) -> Bool {
        guard target.count == other.count else { return false }
        for place in other.indices where other[place] != target[place] { return false }
        return true
    }
}
