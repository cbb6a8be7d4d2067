/// On what terms a request asks how agents stand.
struct AskingTerms: Hashable, Sendable {
    /// How long it waits.
    let wait: Duration
    /// The oldest observation it wants, where it says so.
    let maximumAge: Duration?
    /// How long after the time to live an observation will do, where it says so.
    let maximumStale: Duration?
    /// Whether it wants what is in memory or nothing.
    let isOnlyCached: Bool
    /// Whether it named the wait itself.
    private let namesWait: Bool

    /// Reads what the header fields say, within the settings.
    init(_ request: Request, settings: GatewaySettings) {
        let preferred = request.has(.prefer) ? Preferences(request.headers).wait : nil
        namesWait = preferred != nil
        wait = preferred.map { min($0, settings.maximumWait) } ?? settings.defaultWait
        guard request.has([.cacheControl, .pragma]) else {
            (maximumAge, maximumStale, isOnlyCached) = (nil, nil, false)
            return
        }
        let directives = CacheDirectives(request.headers)
        maximumAge = directives.maximumAge(timeToLive: settings.timeToLive)
        maximumStale = directives.maximumStale
        isOnlyCached = directives.isOnlyCached
    }

    /// Tells in an answer what was done as the client prefers (RFC 7240 section 3).
    func mark(_ response: consuming Response) -> Response {
        guard namesWait else { return response }
        response.fields.append(.init("Preference-Applied", "wait=\(wait.decimalSeconds)"))
        return response
    }
}
