/// Where the CMS is and how to talk to it.
package struct CMSSettings: Sendable {
    /// At least one; calls name theirs by its place here.
    package var baseURLs: [BaseURL]
    /// The contact centre, 1-65535 (contract section 1).
    package var ccID: Int
    /// The key pair to sign with.
    package var credentials: Credentials
    /// The three switches of signing.
    package var signing: SigningSettings
    /// How the CMS is known.
    package var tls: CMSTLSSettings
    /// How long one connection may take to be made, TLS included.
    package var connectTimeout: Duration
    /// How long one call may take, connections and body included.
    package var requestTimeout: Duration
    /// The largest body of an answer.
    package var maximumBodyBytes: Int
    /// Whether calls carry the headers of their trace; these are not signed.
    package var sendsTraceparent: Bool
    /// The calls whose bodies are wrapped (contract section 3).
    package var wrappedCalls: Set<WrappableCall>

    /// Creates settings; 32 MiB is some 20 times a full answer.
    package init(
        baseURLs: [BaseURL],
        ccID: Int,
        credentials: Credentials,
        signing: SigningSettings = SigningSettings(),
        tls: CMSTLSSettings = CMSTLSSettings(),
        connectTimeout: Duration = .seconds(2),
        requestTimeout: Duration = .seconds(10),
        maximumBodyBytes: Int = 32 << 20,
        sendsTraceparent: Bool = false,
        wrappedCalls: Set<WrappableCall> = []
    ) {
        self.baseURLs = baseURLs
        self.ccID = ccID
        self.credentials = credentials
        self.signing = signing
        self.tls = tls
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.maximumBodyBytes = maximumBodyBytes
        self.sendsTraceparent = sendsTraceparent
        self.wrappedCalls = wrappedCalls
    }
}
