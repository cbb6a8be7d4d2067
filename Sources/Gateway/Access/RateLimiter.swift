internal import StatusEngine

/// The buckets of the clients that asked last.
///
/// Where more clients ask than are kept, whoever has been silent longest is forgotten and begins
/// anew with a full bucket: memory is bounded whatever addresses come.
struct RateLimiter: Sendable {
    private struct Entry {
        let client: Client
        var bucket: TokenBucket
        var newer: Int?
        var older: Int?
    }

    private let maximumClients: Int
    private var entries: [Entry] = []
    private var places: [Client: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// How many clients are kept, at some 150 bytes each.
    static let usualMaximumClients = 65_536

    /// Creates a limiter that knows no client yet.
    init(maximumClients: Int = usualMaximumClients) { self.maximumClients = max(1, maximumClients) }

    /// A client asks; a limit other than the one before begins with a full bucket.
    mutating func ask(
        _ client: Client,
        cost: Int,
        paid: Int = 0,
        under limit: RateLimit,
        at now: Instant
    ) -> RateVerdict {
        let place = place(of: client, under: limit, at: now)
        if entries[place].bucket.limit != limit {
            entries[place].bucket = TokenBucket(limit, at: now)
        }
        return entries[place].bucket.take(cost, paid: paid, at: now)
    }

    private mutating func place(of client: Client, under limit: RateLimit, at now: Instant) -> Int {
        if let place = places[client] {
            unlink(place)
            link(place)
            return place
        }
        let entry = Entry(client: client, bucket: TokenBucket(limit, at: now))
        let place: Int
        if entries.count >= maximumClients, let oldest {
            place = oldest
            unlink(place)
            places[entries[place].client] = nil
            entries[place] = entry
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[client] = place
        link(place)
        return place
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }

    private mutating func link(_ place: Int) {
        entries[place].newer = nil
        entries[place].older = newest
        if let newest { entries[newest].newer = place } else { oldest = place }
        newest = place
    }
}
