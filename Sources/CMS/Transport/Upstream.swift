internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Roster
internal import StatusEngine

/// One base URL and the connections to it.
///
/// Each has its own clients, because where the TLS server name is not the host's, a client knows
/// one host for it.
struct Upstream: Sendable {
    /// Where it is.
    let baseURL: BaseURL
    private let url: String
    private let client: HTTPClient
    /// For calls that are sent once more: each gets a connection of its own.
    private let freshClient: HTTPClient

    /// Creates the clients; no connection is made yet.
    /// - Parameters:
    ///   - baseURL: where to connect.
    ///   - settings: the time-outs.
    ///   - tls: the TLS configuration.
    ///   - serverName: the name to verify, where it is not the host's.
    ///   - group: its next event loop is used.
    init(
        _ baseURL: BaseURL,
        settings: CMSSettings,
        tls: TLSConfiguration,
        serverName: String?,
        group: any EventLoopGroup
    ) {
        self.baseURL = baseURL
        let host = baseURL.host.contains(":") ? "[\(baseURL.host)]" : baseURL.host
        url = "\(baseURL.scheme)://\(serverName ?? host):\(baseURL.port)\(baseURL.pathPrefix)"
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(settings.connectTimeout.nanoseconds)),
            proxy: nil,
            decompression: .disabled
        )
        // HTTP/2 would send the signed Host as `:authority`.
        configuration.httpVersion = .http1Only
        // What follows a connection that cannot be made is the engine's to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        // So is how many calls are in flight: with a limit of its own the pool would hold back those
        // above it, for as long as an answer takes.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = .max
        // What a call tells of its trace is decided in one place, and it is not here.
        configuration.tracing.tracer = nil
        if let serverName { configuration.dnsOverride = [serverName: baseURL.host] }
        configuration.http1_1ConnectionDebugInitializer = ReuseWatch.watch
        // One loop for connections and collectors: where they have two, and the answer overtakes the
        // note that the request's end was sent, async-http-client 1.37 releases a connection to its
        // pool after a shutdown has closed it, and stops the process over it.
        let loop = group.next()
        client = HTTPClient(eventLoopGroup: loop, configuration: configuration)
        configuration.maximumUsesPerConnection = 1
        freshClient = HTTPClient(eventLoopGroup: loop, configuration: configuration)
    }

    /// Sends one signed request.
    /// - Parameters:
    ///   - request: what was signed.
    ///   - headers: all headers, signed for this base URL.
    ///   - tls: what a connection goes by, where it is not the client's own; one that was made otherwise
    ///     is not used for it.
    ///   - isResent: whether it needs a connection that was never used.
    ///   - collector: receives the answer.
    ///   - deadline: when the answer has to be complete.
    /// - Returns: the whole answer.
    /// - Throws: whatever the HTTP client makes of what went wrong.
    func send(
        _ request: some CMSRequest,
        headers: [(name: String, value: String)],
        tls: TLSConfiguration?,
        isResent: Bool,
        to collector: AnswerCollector,
        until deadline: NIODeadline
    ) async throws -> RawAnswer {
        let signed = try HTTPClient.Request(
            url: url + request.path,
            method: HTTPMethod(rawValue: request.method.rawValue),
            headers: HTTPHeaders(headers.map { ($0.name, $0.value) }),
            body: request.method == .get ? nil : .byteBuffer(ByteBuffer(bytes: request.body)),
            tlsConfiguration: tls
        )
        let client = isResent ? freshClient : client
        let task = client.execute(request: signed, delegate: collector, deadline: deadline)
        return try await withTaskCancellationHandler {
            try await task.futureResult.get()
        } onCancel: {
            task.cancel()
        }
    }

    /// Closes the connections.
    /// - Throws: where it had been shut down before.
    func shutdown() async throws {
        let ends = [client, freshClient].map { $0.shutdown() }
        for end in ends { try await end.get() }
    }
}
