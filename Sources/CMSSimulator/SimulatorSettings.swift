package import CMS
package import Roster

/// What the simulator is started with.
package struct SimulatorSettings: Sendable {
    /// Where the certificate and its key lie, both as PEM.
    package struct TLSFiles: Hashable, Sendable {
        /// The path of the certificate chain, the server's own certificate first.
        package var certificateFile: String
        /// The path of the private key.
        package var keyFile: String

        /// Creates the pair.
        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 takes any that is free.
    package var port = 0
    /// The certificate for HTTPS; without one it is plain HTTP.
    package var tls: TLSFiles?
    /// The only key pair accepted.
    package var credentials: Credentials
    /// The only call centre there is, 1-65535.
    package var ccID: Int
    /// The VDNs there are; each has all the agents, with lives of their own.
    package var vdns: [VDN]
    /// The agents there are.
    package var agents: AgentIDSet
    /// The groups and skills there are at the start.
    package var groups: SimulatedGroups
    /// What every row, order and fault follows from.
    package var seed: UInt64
    /// The faults at the start.
    package var faults: SimulatorFaults
    /// How many bad signatures lock an address; the real number is not documented.
    package var lockAfterBadSignatures = 5
    /// How long an address stays locked (not documented either); nothing: until it is reset.
    package var lockDuration: Duration?
    /// What a request without a query has in its canonical form (contract section 2).
    package var emptyQueryLine = SigningSettings.EmptyQueryLine.omit
    /// How far a signature's timestamp may lie from now, either way; nothing: any distance.
    ///
    /// What the real CMS allows is not documented.
    package var allowedClockSkew: Duration? = .seconds(900)
    /// The largest body read; a longer one is answered with 413.
    package var maximumBodyBytes = 1 << 20
    /// Of how many batch calls the counters keep sizes and times.
    package var recentCalls = 1_000
    /// How long `stop` waits for answers under way.
    package var stopGrace = Duration.seconds(5)

    /// Creates settings; the rest can be set afterwards.
    package init(
        credentials: Credentials,
        ccID: Int = 1,
        vdns: [VDN],
        agents: AgentIDSet,
        seed: UInt64 = 1,
        faults: SimulatorFaults = SimulatorFaults()
    ) {
        self.credentials = credentials
        self.ccID = ccID
        self.vdns = vdns
        self.agents = agents
        self.seed = seed
        groups = SimulatedGroups(seed: seed)
        self.faults = faults
    }
}
