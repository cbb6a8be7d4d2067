/// How rollcall runs, takes in changes, and ends.
package struct OperationSettings: Hashable, Sendable {
    /// How often the files of the settings are looked at; zero for never.
    package var reloadInterval: Duration
    /// How long requests are still taken at the end while `/readyz` fails already.
    package var drainDelay: Duration
    /// How many event loops serve the connections, 1...256; nothing for one a core.
    package var eventLoops: Int?

    /// Creates settings; the defaults are the documentation's.
    package init(
        reloadInterval: Duration = .seconds(5),
        drainDelay: Duration = .zero,
        eventLoops: Int? = nil
    ) {
        self.reloadInterval = reloadInterval
        self.drainDelay = drainDelay
        self.eventLoops = eventLoops
    }
}
