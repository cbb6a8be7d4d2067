/// How much of everything one listener takes, and how long it waits.
package struct HTTPLimits: Hashable, Sendable {
    /// The most bytes of a request's target and header fields together, separators not counted.
    package var maximumHeadBytes: Int
    /// The most header fields of a request.
    package var maximumHeaderCount: Int
    /// The most bytes of a request's target; not more than `maximumHeadBytes`.
    package var maximumTargetBytes: Int
    /// The most bytes of a request's body.
    package var maximumBodyBytes: Int
    /// The most connections served at a time; some more are told so with 503, the rest is closed.
    package var maximumConnections: Int
    /// The most requests of one connection under way at a time; further ones are not read.
    package var maximumPipelinedRequests: Int
    /// How many bytes of answers all connections together may hold back for slow clients, or
    /// behind earlier answers, before large ones are refused with 503.
    package var maximumBufferedBytes: Int
    /// How long a head may take from its first byte to its last, and then the body likewise; a
    /// TLS handshake, too.
    package var headTimeout: Duration
    /// How long a connection may rest between requests; longer than the 60 s after which nginx
    /// gives up an idle upstream connection, so that it is nginx who closes.
    package var idleTimeout: Duration
    /// How long a client may take too little of an answer.
    package var writeTimeout: Duration
    /// How long a closed connection's remaining input is read and thrown away, so that the last
    /// answer is not lost to a reset (RFC 9112 section 9.6).
    package var lingerTimeout: Duration
    /// How long an idle connection is kept when the server stops: a request that is already on
    /// its way is then still answered.
    package var drainPause: Duration

    /// How many connections beyond `maximumConnections` are told that they are too many, at a time.
    package static let maximumRefusedConnections = 64

    /// Creates limits.
    package init(
        maximumHeadBytes: Int = 32_768,
        maximumHeaderCount: Int = 100,
        maximumTargetBytes: Int = 16_384,
        maximumBodyBytes: Int = 1_048_576,
        maximumConnections: Int = 4_096,
        maximumPipelinedRequests: Int = 32,
        maximumBufferedBytes: Int = 268_435_456,
        headTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(75),
        writeTimeout: Duration = .seconds(30),
        lingerTimeout: Duration = .seconds(1),
        drainPause: Duration = .milliseconds(50)
    ) {
        self.maximumHeadBytes = maximumHeadBytes
        self.maximumHeaderCount = maximumHeaderCount
        self.maximumTargetBytes = maximumTargetBytes
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumConnections = maximumConnections
        self.maximumPipelinedRequests = maximumPipelinedRequests
        self.maximumBufferedBytes = maximumBufferedBytes
        self.headTimeout = headTimeout
        self.idleTimeout = idleTimeout
        self.writeTimeout = writeTimeout
        self.lingerTimeout = lingerTimeout
        self.drainPause = drainPause
    }
}
