internal import NIOHTTP1

/// What a client says about answers from memory (RFC 9111 section 5.2.1).
///
/// Of a directive given several times the strictest counts. Other directives and malformed ones are
/// ignored; `no-store` and `no-transform` among them, for answers are neither stored nor changed.
struct CacheDirectives: Hashable, Sendable {
    /// The oldest observation wanted; zero for `no-cache`.
    private(set) var maximumAge: Duration?
    /// How much longer an observation has to be fresh.
    private(set) var minimumFresh: Duration?
    /// How long after the time to live an observation will do; without a number, for ever.
    private(set) var maximumStale: Duration?
    /// Whether only what is in memory is wanted.
    private(set) var isOnlyCached = false

    private static let forEver = Duration.seconds(1 << 31)

    /// Reads `Cache-Control`, or `Pragma` where there is no `Cache-Control` (RFC 9111 section 5.4).
    init(_ headers: HTTPHeaders) {
        let lines = headers["cache-control"]
        guard lines.isEmpty else {
            for line in lines {
                for directive in FieldElements(line) where directive.isBare { read(directive) }
            }
            return
        }
        let pragmas = headers["pragma"].lazy.flatMap(FieldElements.init)
        let isNoCache = pragmas.contains { $0.isBare && $0.name == "no-cache" && $0.value == nil }
        maximumAge = isNoCache ? .zero : nil
    }

    /// The oldest observation that satisfies all directives together.
    ///
    /// Who names an age or a freshness wants nothing stale, unless `max-stale` says so.
    func maximumAge(timeToLive: Duration) -> Duration? {
        let freshEnough = minimumFresh.map { max(.zero, timeToLive - $0) }
        let youngEnough = maximumAge.map { maximumStale == nil ? min($0, timeToLive) : $0 }
        guard let freshEnough, let youngEnough else { return freshEnough ?? youngEnough }
        return min(freshEnough, youngEnough)
    }

    private mutating func read(_ directive: FieldElement) {
        let seconds = directive.value.flatMap { Duration(wholeSeconds: $0) }
        switch directive.name {
        case "no-cache" where directive.value == nil: maximumAge = .zero
        case "only-if-cached" where directive.value == nil: isOnlyCached = true
        case "max-age": maximumAge = Self.least(maximumAge, seconds)
        case "max-stale" where directive.value == nil:
            maximumStale = Self.least(maximumStale, Self.forEver)
        case "max-stale": maximumStale = Self.least(maximumStale, seconds)
        case "min-fresh":
            minimumFresh = seconds.map { max($0, minimumFresh ?? .zero) } ?? minimumFresh
        default: break
        }
    }

    private static func least(_ known: Duration?, _ named: Duration?) -> Duration? {
        guard let known, let named else { return known ?? named }
        return min(known, named)
    }
}
