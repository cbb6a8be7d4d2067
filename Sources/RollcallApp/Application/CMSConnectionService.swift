internal import CMS
internal import ServiceLifecycle

/// The connections to the CMS as a part of the application: closed last.
struct CMSConnectionService: Service {
    private let fetcher: CMSFetcher

    init(_ fetcher: CMSFetcher) { self.fetcher = fetcher }

    /// Waits for the end, then closes them.
    func run() async throws {
        try? await gracefulShutdown()
        try await fetcher.shutdown()
    }
}
