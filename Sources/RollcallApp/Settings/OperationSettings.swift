/// How a running rollcall takes in changes, and how it ends.
package struct OperationSettings: Hashable, Sendable {
    /// How often the files of the settings are looked at; zero for never.
    package var reloadInterval: Duration
    /// How long requests are still taken at the end while `/readyz` fails already.
    package var drainDelay: Duration

    /// Creates settings; the defaults are the documentation's.
    package init(reloadInterval: Duration = .seconds(5), drainDelay: Duration = .zero) {
        self.reloadInterval = reloadInterval
        self.drainDelay = drainDelay
    }
}
