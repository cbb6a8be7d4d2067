internal import Roster

/// The observations of all VDNs: entries in segments, found by id through pages of slot numbers.
///
/// Both are laid out on demand and in small parts, so that one id costs little, a million cost
/// no copying, and the cap in bytes holds whatever ids are asked for.
struct StatusTable: Sendable {
    /// Where an entry lies; good until the entry is evicted.
    typealias Slot = Int

    private static let pageSize = 1_024
    private static let segmentSize = 1_024
    private static let noSlot = UInt32.max

    private var pages: [[ContiguousArray<UInt32>?]]
    private var segments: ContiguousArray<ContiguousArray<StatusEntry>> = []
    private var free: [UInt32] = []
    private var used = 0
    private var hand = 0
    private let maximumEntries: Int

    /// Counts what may change answers: any change of an entry, but that it was asked for.
    private(set) var version: UInt64 = 0

    /// Counts the entries given up: until the next one, a slot is good.
    private(set) var generation: UInt64 = 0

    /// Entries given up since the count was last taken.
    private(set) var evicted = 0

    init(vdns: Int, maximumBytes: Int) {
        let emptyPages = [ContiguousArray<UInt32>?](
            repeating: nil,
            count: Int(AgentID.maximum) / Self.pageSize + 1
        )
        pages = Array(repeating: emptyPages, count: vdns)
        maximumEntries = max(Self.segmentSize, maximumBytes / Self.bytesAnEntry)
    }

    /// What one entry costs, its place in a page included.
    static let bytesAnEntry = MemoryLayout<StatusEntry>.stride + MemoryLayout<UInt32>.stride

    /// How many entries there are.
    var count: Int { used - free.count }

    /// How many segments there are.
    var segmentCount: Int { segments.count }

    /// The entries of one segment, those given up included with no content.
    func entries(ofSegment segment: Int) -> ContiguousArray<StatusEntry> {
        segments.indices.contains(segment) ? segments[segment] : []
    }

    subscript(slot: Slot) -> StatusEntry {
        _read { yield segments[slot / Self.segmentSize][slot % Self.segmentSize] }
        _modify {
            version &+= 1
            yield &segments[slot / Self.segmentSize][slot % Self.segmentSize]
        }
    }

    /// Notes that an entry was asked for, in one look at it.
    /// - Returns: whether that is all there is to do, since it is fresh and needs no listing.
    mutating func wantFresh(_ slot: Slot, at now: Instant, _ lifetimes: Lifetimes) -> Bool {
        segments[slot / Self.segmentSize][slot % Self.segmentSize].wantFresh(at: now, lifetimes)
    }

    /// Notes that entries were asked for, so many times by now: nothing an answer says.
    mutating func want(_ slots: [Int32], at now: Instant, times: Int) {
        var next = 0
        while next < slots.count {
            let (segment, end) = run(of: slots, from: next)
            var entries = segments[segment].mutableSpan
            while next < end {
                entries[Int(slots[next]) % Self.segmentSize].want(at: now, times: times)
                next += 1
            }
        }
    }

    /// Adds entries up, provided that all of them are fresh and need no listing.
    func rollUpFresh(_ slots: [Int32], at now: Instant, _ lifetimes: Lifetimes) -> FreshRollUp? {
        var rollUp = FreshRollUp(at: now, lifetimes)
        var next = 0
        while next < slots.count {
            let (segment, end) = run(of: slots, from: next)
            let segmentEntries = segments[segment]
            let entries = segmentEntries.span
            while next < end {
                guard rollUp.add(entries[Int(slots[next]) % Self.segmentSize]) else { return nil }
                next += 1
            }
        }
        return rollUp
    }

    /// The slots from a place on that lie in the same segment: which one, and where they end.
    private func run(of slots: [Int32], from start: Int) -> (segment: Int, end: Int) {
        let segment = Int(slots[start]) / Self.segmentSize
        var end = start + 1
        while end < slots.count, Int(slots[end]) / Self.segmentSize == segment { end += 1 }
        return (segment, end)
    }

    /// Notes that a landing's list of ids in demand names an entry: nothing an answer says.
    mutating func markListed(_ slot: Slot) {
        segments[slot / Self.segmentSize][slot % Self.segmentSize].isListed = true
    }

    /// The entry of an id, if there is one.
    func slot(of id: AgentID, vdnIndex: Int) -> Slot? {
        let number = Int(id.number)
        guard let page = pages[vdnIndex][number / Self.pageSize] else { return nil }
        let slot = page[number % Self.pageSize]
        return slot == Self.noSlot ? nil : Int(slot)
    }

    /// The entry of an id, made if there is none; nothing when the table is full of entries
    /// that calls under way still need.
    mutating func makeSlot(of id: AgentID, vdnIndex: Int, wantedAt: Instant) -> Slot? {
        if let slot = slot(of: id, vdnIndex: vdnIndex) { return slot }
        if free.isEmpty, used >= maximumEntries { evictOne() }
        let entry = StatusEntry(vdnIndex: UInt16(vdnIndex), id: id, wantedAt: wantedAt)
        guard let slot = place(entry) else { return nil }
        setSlot(UInt32(slot), of: id, vdnIndex: vdnIndex)
        return slot
    }

    /// Takes the count of entries given up, and starts it anew.
    mutating func takeEvicted() -> Int {
        defer { evicted = 0 }
        return evicted
    }

    private mutating func place(_ entry: StatusEntry) -> Slot? {
        if let slot = free.popLast() {
            self[Int(slot)] = entry
            return Int(slot)
        }
        guard used < maximumEntries else { return nil }
        if used % Self.segmentSize == 0 {
            segments.append([])
            segments[segments.count - 1].reserveCapacity(Self.segmentSize)
        }
        segments[segments.count - 1].append(entry)
        used += 1
        return used - 1
    }

    private mutating func setSlot(_ slot: UInt32, of id: AgentID, vdnIndex: Int) {
        let number = Int(id.number)
        let (page, offset) = (number / Self.pageSize, number % Self.pageSize)
        if pages[vdnIndex][page] == nil {
            pages[vdnIndex][page] = ContiguousArray(repeating: Self.noSlot, count: Self.pageSize)
        }
        pages[vdnIndex][page]?[offset] = slot
    }

    /// Frees the next entry that no piece holds and that has used up its credit: the clock
    /// algorithm, with credit only for ids asked for twice, so that a flood of ids asked for
    /// once passes by the ones in steady demand.
    private mutating func evictOne() {
        for _ in 0..<min(used * (Int(Self.maximumCredit) + 1), Self.maximumSteps) {
            hand = hand + 1 < used ? hand + 1 : 0
            guard self[hand].piece == nil else { continue }
            if self[hand].credit > 0 {
                self[hand].credit -= 1
                continue
            }
            setSlot(Self.noSlot, of: self[hand].id, vdnIndex: Int(self[hand].vdnIndex))
            self[hand].landing = 0
            self[hand].content = .unknown
            free.append(UInt32(hand))
            evicted += 1
            generation += 1
            return
        }
    }

    /// How far one search for room goes, so that a table full of entries under way costs a
    /// question a fraction of a millisecond; the next search goes on where this one ended.
    private static let maximumSteps = 32_768

    /// The most rounds of eviction an entry can survive without being asked for.
    static let maximumCredit: UInt8 = 3
}
