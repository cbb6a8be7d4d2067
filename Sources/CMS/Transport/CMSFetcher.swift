internal import JSONScanning
package import NIOCore
internal import NIOHTTP1
internal import NIOSSL
package import Roster
package import StatusEngine
internal import Synchronization

/// Performs calls over HTTPS: signs, sends, reads, and says how each ended.
package final class CMSFetcher: StatusFetcher, GroupFetcher {
    /// How calls are signed.
    private struct Signer {
        var credentials: Credentials
        var signing: SigningSettings
    }

    private let settings: CMSSettings
    /// Changed while calls are under way; each call takes its own copy.
    private let signer: Mutex<Signer>
    /// How the CMS is known by connections that are made, where that has changed since the start: the
    /// clients compare it at each call, so it is left to them as long as it can be.
    private let renewedTLS = Mutex<TLSConfiguration?>(nil)
    private let upstreams: [Upstream]
    private let group: any EventLoopGroup
    private let now: @Sendable () -> Timestamp
    private let observer: any CMSObserver
    private let unsignedHeaders: @Sendable (CallID) -> [(name: String, value: String)]

    /// Reads the files the settings name and prepares the clients; no connection is made yet.
    ///
    /// `unsignedHeaders` gives what a call carries beside the contract's headers; it is not
    /// signed.
    /// - Throws: `CMSSetupError`, which setting is wrong.
    package init(
        settings: CMSSettings,
        eventLoopGroup: any EventLoopGroup,
        now: @escaping @Sendable () -> Timestamp,
        observer: any CMSObserver,
        unsignedHeaders: @escaping @Sendable (CallID) -> [(name: String, value: String)] = { _ in
            []
        }
    ) throws {
        guard !settings.baseURLs.isEmpty else { throw CMSSetupError.noBaseURL }
        let tls = try settings.tls.configuration()
        let serverName = try settings.tls.checkedServerName()
        self.settings = settings
        signer = Mutex(Signer(credentials: settings.credentials, signing: settings.signing))
        group = eventLoopGroup
        self.now = now
        self.observer = observer
        self.unsignedHeaders = unsignedHeaders
        upstreams = settings.baseURLs.map {
            Upstream(
                $0,
                settings: settings,
                tls: tls,
                serverName: serverName,
                group: eventLoopGroup
            )
        }
    }

    /// Signs with other credentials, and in another way, from the next call on.
    package func sign(with credentials: Credentials, _ signing: SigningSettings) {
        signer.withLock { $0 = Signer(credentials: credentials, signing: signing) }
    }

    /// Knows the CMS by other certificates, and shows it another one, on connections made from now on.
    ///
    /// The name it goes by stays.
    /// - Throws: which setting is wrong; then everything stays as it was.
    package func renew(_ tls: CMSTLSSettings) throws(CMSSetupError) {
        let configuration = try tls.configuration()
        // Whether certificate and key belong together shows only now.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else { throw .keyFile }
        renewedTLS.withLock { $0 = configuration }
    }

    /// Closes all connections; to be called once, after the last call.
    package func shutdown() async throws {
        for upstream in upstreams { try await upstream.shutdown() }
    }

    /// Performs the call at its base URL, within the request time-out.
    package func fetch(_ call: StatusCall) async -> CallOutcome {
        await perform(call)
    }

    /// Performs the call at its base URL, within the request time-out.
    package func fetch(_ call: GroupCall) async -> GroupCallOutcome {
        await perform(call)
    }

    // Signing and reading take milliseconds: on no event loop, wherever the caller runs.
    @concurrent
    private func perform<Call: CMSCall>(_ call: Call) async -> Result<Call.Answer, CallFailure> {
        let clock = group.any()
        let start = clock.now
        let request = call.request(settings)
        let deadline = start + .nanoseconds(settings.requestTimeout.nanoseconds)
        let answer = await exchange(request, of: call, until: deadline)
        let outcome = answer.flatMap { self.outcome(of: $0, to: call) }
        let event = call.ended(
            duration: .nanoseconds((clock.now - start).nanoseconds),
            bodyBytes: (try? answer.get().body.readableBytes) ?? 0,
            failure: outcome.failure?.code
        )
        observer.observe(event)
        return outcome
    }

    /// Sends the request to one base URL; which one is the engine's to decide.
    private func exchange(
        _ request: some CMSRequest,
        of call: some CMSCall,
        until deadline: NIODeadline
    ) async -> Result<RawAnswer, CallFailure> {
        let endpoint = call.endpoint
        guard upstreams.indices.contains(endpoint) else {
            return .failure(CallFailure(.connectFailed, detail: "no base URL \(endpoint)"))
        }
        let upstream = upstreams[endpoint]
        switch await attempt(request, of: call, at: upstream, until: deadline) {
        case .answered(let answer): return .success(answer)
        case .failed(let failure): return .failure(failure)
        case .nothingSent(let failure):
            observer.observe(.connectionNotMade(upstream.baseURL, failure.code))
            return .failure(failure)
        }
    }

    private func attempt(
        _ request: some CMSRequest,
        of call: some CMSCall,
        at upstream: Upstream,
        until deadline: NIODeadline
    ) async -> Attempt {
        let signer = signer.withLock(\.self)
        let headers = request.signedHeaders(
            for: upstream.baseURL,
            credentials: signer.credentials,
            signing: signer.signing,
            at: now()
        )
        let collector = AnswerCollector(limit: settings.maximumBodyBytes)
        do {
            let answer = try await upstream.send(
                request,
                headers: headers + unsignedHeaders(call.id),
                tls: renewedTLS.withLock(\.self),
                isResent: call.isResent,
                to: collector,
                until: deadline
            )
            return .answered(answer)
        } catch {
            return Attempt(
                error: error,
                progress: collector.progress,
                isCancelled: Task.isCancelled
            )
        }
    }

    private func outcome<Call: CMSCall>(
        of answer: RawAnswer,
        to call: Call
    ) -> Result<Call.Answer, CallFailure> {
        let clocks = ClockReading(answer.head.headers, now: now())
        if let skew = clocks.skew { observer.observe(.clockSkew(seconds: skew)) }
        guard answer.head.status == .ok else {
            let failure = CallFailure(
                status: Int(answer.head.status.code),
                headers: answer.head.headers,
                body: Array(answer.body.readableBytesView),
                clocks: clocks
            )
            return .failure(failure)
        }
        do {
            let body = answer.body.readableBytesUInt8Span
            let (outcome, met) = try call.read(body, asOf: clocks.latest)
            for (anomaly, count) in met.all {
                observer.observe(.anomaly(anomaly, count: count, first: met.firstAgent(anomaly)))
            }
            return outcome
        } catch {
            observer.observe(.bodyRefused(error))
            return .failure(CallFailure(.malformedBody, detail: error.rawValue))
        }
    }
}

extension Result where Failure == CallFailure {
    /// The failure, if it is one.
    fileprivate var failure: CallFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
