/// How many requests of each client wait for the CMS; clients without any are not kept.
struct WaitingPlaces: Sendable {
    private var counts: [Client: Int] = [:]

    /// Takes a place for a request of the client, unless it has so many already.
    mutating func take(for client: Client, upTo most: Int) -> Bool {
        let count = counts[client, default: 0]
        guard count < most else { return false }
        counts[client] = count + 1
        return true
    }

    /// Gives a place back.
    mutating func giveBack(for client: Client) {
        guard let count = counts[client] else { return }
        counts[client] = count > 1 ? count - 1 : nil
    }
}
