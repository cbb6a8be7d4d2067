internal import NIOHTTP1

/// What a client prefers, of what we can do (RFC 7240).
///
/// Preferences not known and values not understood are ignored, as section 2 asks.
struct Preferences: Hashable, Sendable {
    /// How long the client is ready to wait (section 4.3); fractions of a second are our extension.
    let wait: Duration?

    /// Reads the `Prefer` fields; of a preference given several times the first counts.
    init(_ headers: HTTPHeaders) {
        let wait = headers["prefer"].lazy.flatMap(FieldElements.init).first { $0.name == "wait" }
        self.wait = wait?.value.flatMap { Duration(decimalSeconds: $0) }
    }
}
