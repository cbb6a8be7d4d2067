internal import NIOHTTP1

/// On what terms a request asks how agents stand.
struct AskingTerms: Hashable, Sendable {
    /// How long it waits.
    let wait: Duration
    /// The oldest observation it wants, where it says so.
    let maximumAge: Duration?
    /// Whether it named the wait itself.
    private let namesWait: Bool

    /// Reads what the header fields say, within the settings.
    init(_ headers: HTTPHeaders, settings: GatewaySettings) {
        let preferred = Preferences(headers).wait
        namesWait = preferred != nil
        wait = preferred.map { min($0, settings.maximumWait) } ?? settings.defaultWait
        maximumAge = CacheDirectives(headers).maximumAge
    }

    /// Tells in an answer what was done as the client prefers (RFC 7240 section 3).
    func mark(_ response: Response) -> Response {
        guard namesWait else { return response }
        var response = response
        response.fields.append(.init("Preference-Applied", "wait=\(wait.decimalSeconds)"))
        return response
    }
}
