package import StatusEngine

/// How long answers are good for, as caches are told (design section 5).
package struct FreshnessPeriods: Hashable, Sendable {
    /// An observation younger than this is fresh.
    package let timeToLive: Duration
    /// For so long after the time to live it may be shown while it is refreshed.
    package let staleWhileRevalidate: Duration
    /// For so long after the time to live it may be shown while refreshing fails.
    package let staleIfError: Duration

    /// The periods the engine goes by.
    package init(_ engine: EngineSettings = EngineSettings()) {
        timeToLive = engine.timeToLive
        staleWhileRevalidate = engine.staleWhileRevalidate
        staleIfError = engine.staleIfError
    }
}
