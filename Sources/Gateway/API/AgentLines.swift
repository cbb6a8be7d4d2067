internal import NIOCore
internal import Roster
internal import StatusEngine

/// The agents of a list, one a line, read from memory page by page as the client takes them.
///
/// Between two pages it holds the list of ids and nothing of the agents. What memory has given up
/// meanwhile is a line that says so.
struct AgentLines: BodyStream {
    /// About the most bytes of one page: with 60,000 ids beside it less than 256 KiB.
    static let pageBytes = 16_384
    /// How many bytes make a page full; beyond it at most one step's agents are written.
    private static let fullBytes = 8_192
    /// How many agents are looked up at a time.
    private static let step = 16
    /// How many agents one page looks at, where few of them are shown: it holds up the event loop
    /// no longer than a full one.
    private static let mostLookedAt = 1_024

    private let listing: Listing
    private let terms: AnswerTerms
    private var position = 0

    /// Creates the stream, on the terms of the answer it is written for.
    init(_ listing: Listing, on terms: AnswerTerms) {
        self.listing = listing
        self.terms = terms
    }

    /// The ids, unless they are a group's.
    var heldBytes: Int { listing.idBytes }

    mutating func next() -> ByteBuffer? {
        guard position < listing.ids.count else { return nil }
        var json = JSONWriter(capacity: Self.pageBytes)
        let end = min(position + Self.mostLookedAt, listing.ids.count)
        while position < end, json.buffer.readableBytes < Self.fullBytes {
            let step = listing.ids[position..<min(position + Self.step, end)]
            let readings = listing.source.recall(step, in: listing.vdn, on: terms)
            json.lines(readings, listing.options)
            position += step.count
        }
        return json.buffer
    }
}
