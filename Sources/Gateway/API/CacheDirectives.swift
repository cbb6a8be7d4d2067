internal import NIOHTTP1

/// What a client says about answers from memory (RFC 9111 section 5.2.1).
///
/// Only what can make an answer fresher is understood: `no-cache` and `max-age`. Other directives
/// and malformed ones are ignored.
struct CacheDirectives: Hashable, Sendable {
    /// The oldest observation wanted; zero for `no-cache`, the smallest where several are named.
    let maximumAge: Duration?

    /// Reads `Cache-Control`, or `Pragma` where there is no `Cache-Control` (RFC 9111 section 5.4).
    init(_ headers: HTTPHeaders) {
        let lines = headers["cache-control"]
        guard lines.isEmpty else {
            maximumAge = lines.lazy.flatMap(FieldElements.init).compactMap(Self.maximumAge).min()
            return
        }
        let pragmas = headers["pragma"].lazy.flatMap(FieldElements.init)
        maximumAge = pragmas.contains(where: Self.isNoCache) ? .zero : nil
    }

    private static func maximumAge(_ directive: FieldElement) -> Duration? {
        if isNoCache(directive) { return .zero }
        guard directive.name == "max-age", directive.isBare else { return nil }
        return directive.value.flatMap { Duration(wholeSeconds: $0) }
    }

    private static func isNoCache(_ directive: FieldElement) -> Bool {
        directive.name == "no-cache" && directive.value == nil && directive.isBare
    }
}
