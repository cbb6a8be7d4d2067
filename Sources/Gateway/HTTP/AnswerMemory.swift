internal import NIOCore
internal import Roster

/// The answers one event loop has ready: bytes that would come out the same if they were made again.
///
/// An answer is kept when it is asked for a second time, and given again as long as it holds and
/// nothing has changed that it was made from. What is asked for has one place its answer can be kept at,
/// so that a look-up is one comparison; of two with the same place the later one stays.
struct AnswerMemory {
    /// An answer that was kept.
    final class Known {
        /// The target it answers, as sent.
        let target: [UInt8]
        /// The media types that were wanted, as sent; empty where nothing was said of them.
        let accept: [UInt8]
        /// Between which moments of the wall clock it is right.
        let moments: ClosedRange<Timestamp>
        /// Until when it holds.
        let until: NIODeadline
        /// How many changes there had been before it was made.
        let changes: UInt64
        /// Its bytes behind the fields that differ between two answers, up to a large body.
        let rest: [UInt8]
        /// Its body, where that is large.
        let body: ByteBuffer?
        /// What is told of it to whoever counts.
        let finished: FinishedRequest

        /// Takes an answer that was made now, after so many changes.
        init(
            to target: String,
            accepting accept: String,
            _ hold: AnswerHold,
            now: NIODeadline,
            changes: UInt64,
            rest: [UInt8],
            body: ByteBuffer?,
            finished: FinishedRequest
        ) {
            self.target = Array(target.utf8)
            self.accept = Array(accept.utf8)
            moments = hold.moments
            until = now + TimeAmount(hold.duration)
            self.changes = changes
            self.rest = rest
            self.body = body
            self.finished = finished
        }

        /// What it takes, in bytes.
        var bytes: Int { rest.count + (body?.storageCapacity ?? 0) }
    }

    /// When somebody asks, and after how many changes.
    struct Moment {
        let now: NIODeadline
        let wall: Timestamp
        let changes: UInt64
    }

    /// What is known of what is asked for.
    enum Finding {
        /// The answer.
        case known(Known)
        /// It was asked for before: its answer is worth keeping.
        case askedBefore
        /// Nothing.
        case new
    }

    /// How many answers are kept; one about a single agent takes some 1 KB.
    static let maximumCount = 2_048
    /// What all of them take together, in bytes.
    static let maximumBytes = 8_388_608
    /// The longest answer that is kept, in bytes: a list of 8,000 agents.
    static let longestAnswer = 4_210_000
    /// The longest target whose answer is kept, and the longest list of media types, in bytes: what needs
    /// more is no common question.
    static let longestText = 256

    private var places = [Known?](repeating: nil, count: maximumCount)
    /// By place, a digest of what was asked for last.
    private var lastAsked = [UInt32](repeating: 0, count: maximumCount)
    /// What the answers take, in bytes.
    private var bytes = 0
    /// The place that is emptied next where room is needed.
    private var hand = 0

    /// Looks up the answer to a target, as one of those media types, and takes note that it was asked for.
    mutating func find(
        _ target: Span<UInt8>,
        accepting accept: Span<UInt8>,
        at moment: Moment
    ) -> Finding {
        guard target.count <= Self.longestText, accept.count <= Self.longestText else {
            return .new
        }
        let hash = Self.hash(target, accept)
        let place = Self.place(of: hash)
        if let known = places[place], known.holds(at: moment), known.isFor(target, accept) {
            return .known(known)
        }
        let digest = UInt32(truncatingIfNeeded: hash >> 32)
        guard lastAsked[place] != digest else { return .askedBefore }
        lastAsked[place] = digest
        return .new
    }

    /// Keeps an answer, unless it is long; others go where there is no room.
    mutating func keep(_ known: Known) {
        guard known.bytes <= Self.longestAnswer, known.target.count <= Self.longestText,
            known.accept.count <= Self.longestText
        else { return }
        let (target, accept) = (known.target, known.accept)
        let place = Self.place(of: Self.hash(target.span, accept.span))
        forget(place)
        while bytes + known.bytes > Self.maximumBytes {
            forget(hand)
            hand = (hand + 1) % Self.maximumCount
        }
        places[place] = known
        bytes += known.bytes
    }

    private mutating func forget(_ place: Int) {
        bytes -= places[place].take()?.bytes ?? 0
    }

    private static func place(of hash: UInt64) -> Int { Int(hash % UInt64(maximumCount)) }

    /// FNV-1a: whoever sends targets that share a place only takes the place from himself and others.
    private static func hash(_ target: Span<UInt8>, _ accept: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in target.indices { hash = (hash ^ UInt64(target[place])) &* 0x100_0000_01B3 }
        for place in accept.indices { hash = (hash ^ UInt64(accept[place])) &* 0x100_0000_01B3 }
        return hash ^ hash >> 29
    }
}

extension AnswerMemory.Known {
    /// Whether the answer is right at a moment.
    fileprivate func holds(at moment: AnswerMemory.Moment) -> Bool {
        changes == moment.changes && moment.now < until && moments.contains(moment.wall)
    }

    /// Whether it answers a target, as one of those media types.
    fileprivate func isFor(_ other: Span<UInt8>, _ otherAccept: Span<UInt8>) -> Bool {
        guard target.isSame(as: other) else { return false }
        return accept.isSame(as: otherAccept)
    }
}

extension [UInt8] {
    /// Whether its bytes are these.
    fileprivate func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for place in indices where self[place] != other[place] { return false }
        return true
    }
}
