internal import NIOCore
internal import Roster
internal import StatusEngine

/// The agents of a list, one a line, read from memory page by page as the client takes them.
///
/// Between two pages it holds the ids and nothing of the agents. What memory has given up
/// meanwhile is a line that says so.
struct AgentLines: BodyStream {
    /// About the most bytes of one page.
    static let pageBytes = 16_384
    /// How many bytes make a page full; beyond it at most one step's agents are written.
    private static let fullBytes = 8_192
    /// How many agents are looked up at a time.
    private static let step = 16
    /// How many agents one page looks at, where few of them are shown: it holds up the event loop
    /// no longer than a full one.
    private static let mostLookedAt = 1_024

    private let vdn: VDN
    private let options: ListOptions
    private let names: AgentNames?
    private let source: any StatusSource
    private let terms: AnswerTerms
    private var ids: ArraySlice<AgentID>
    /// The bytes of the ids; 0 if they are a group's, which stays in memory anyway.
    let heldBytes: Int

    /// Creates the stream, on the terms of the answer it is written for.
    init(_ listing: Listing, on terms: AnswerTerms) {
        (vdn, options, source) = (listing.vdn, listing.options, listing.source)
        names = listing.names
        self.terms = terms
        ids = listing.ids[...]
        heldBytes = listing.idBytes
    }

    mutating func next() -> ByteBuffer? {
        var step = takeStep()
        guard !step.isEmpty else { return nil }
        var json = JSONWriter(capacity: Self.pageBytes)
        var lookedAt = 0
        while !step.isEmpty {
            json.lines(source.recall(step, in: vdn, on: terms), options, among: names)
            lookedAt += step.count
            guard lookedAt < Self.mostLookedAt, json.buffer.readableBytes < Self.fullBytes
            else { break }
            step = takeStep()
        }
        return json.buffer
    }

    private mutating func takeStep() -> ArraySlice<AgentID> {
        defer { ids = ids.dropFirst(Self.step) }
        return ids.prefix(Self.step)
    }
}
