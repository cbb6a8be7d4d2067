package import Roster

/// What the status routes need to know.
package struct GatewaySettings: Hashable, Sendable {
    /// The VDNs that can be asked about; the first is the default.
    package var vdns: [VDN]
    /// How long a request waits for the CMS when it names no time itself.
    package var defaultWait: Duration
    /// The longest wait a request can name (`Prefer: wait`); longer ones are cut to it.
    package var maximumWait: Duration
    /// The most agent ids one request may name, repeated ones counted each time.
    package var maximumIDsPerRequest: Int
    /// Whether the answer about one agent names the groups it belongs to.
    package var showsGroupsOfAgents = false
    /// An observation younger than this is given at once.
    package var timeToLive: Duration = .seconds(2)

    /// Creates settings.
    package init(
        vdns: [VDN],
        defaultWait: Duration = .seconds(5),
        maximumWait: Duration = .seconds(30),
        maximumIDsPerRequest: Int = 60_000
    ) {
        self.vdns = vdns
        self.defaultWait = defaultWait
        self.maximumWait = maximumWait
        self.maximumIDsPerRequest = maximumIDsPerRequest
    }
}
