package import StatusEngine
internal import Synchronization

/// The shell around the decisions on access: owns the clients' buckets and waiting places, and the
/// policy, which can be replaced while requests come.
package final class AccessControl: Sendable {
    private let policy: Mutex<AccessPolicy>
    private let limiter: Mutex<RateLimiter>
    private let places = Mutex(WaitingPlaces())
    private let now: @Sendable () -> Instant

    /// How many agents a request may name for the price of one: about what a call to the CMS holds.
    static let agentsAToken = 6_000

    /// Creates the control over a policy.
    package init(_ policy: AccessPolicy, now: @escaping @Sendable () -> Instant) {
        self.policy = Mutex(policy)
        limiter = Mutex(RateLimiter())
        self.now = now
    }

    /// Goes by another policy from now on; what clients have used up so far still counts.
    package func replace(_ policy: AccessPolicy) {
        self.policy.withLock { $0 = policy }
    }

    /// Decides on a request.
    ///
    /// Who asks comes first, then how often, then what: a client without a key learns nothing of
    /// what there is, and one that guesses keys is limited by its address. Health, the contract
    /// and `OPTIONS`, which browsers send without a key, are for everybody.
    func receive(_ request: Request, _ routed: Routed, agents: (Reach) -> Int) -> Visit {
        let policy = policy.withLock { $0 }
        let address = Client(address: request.client)
        var visit = Visit(
            requestID: request.id,
            route: routed.label,
            origin: OriginAsking(request),
            policy: policy,
            client: address
        )
        guard !routed.isOpen else { return visit }
        visit.isPersonal = policy.keys != nil
        var limit = policy.rateLimit
        switch policy.identify(request) {
        case .success(let key?):
            visit.client = .key(key.name)
            visit.scope = key.scope
            limit = key.rateLimit ?? limit
        case .success(nil): break
        case .failure(let reason):
            visit.refusal = reason.problem
            visit.fields.append(reason.challenge)
        }
        let reach = routed.reach
        if let limit { count(&visit, under: limit, agents: agents(reach)) }
        if visit.refusal == nil { visit.refusal = visit.scope.objection(to: reach) }
        return visit
    }

    private func count(_ visit: inout Visit, under limit: RateLimit, agents: Int) {
        let cost = max(1, (agents + Self.agentsAToken - 1) / Self.agentsAToken)
        let now = now()
        let (client, isKnown) = (visit.client, visit.refusal == nil)
        let verdict = limiter.withLock {
            $0.ask(client, cost: isKnown ? cost : 1, under: limit, at: now)
        }
        visit.fields += verdict.fields
        if !verdict.isAdmitted { visit.refusal = verdict.problem }
    }

    /// Lets a request be answered, marks the answer, and sees to it that of one client no more
    /// requests wait than may.
    ///
    /// Whether a request has to wait shows only when it is asked: where the client has taken all its
    /// places, the question is withdrawn again, and its call goes on for whoever asks next.
    func watch(
        _ visit: Visit,
        deliver: @escaping @Sendable (Response) -> Void,
        _ respond: (@escaping @Sendable (Response) -> Void) -> Responded
    ) -> Responded {
        let place = place(for: visit)
        let responded = respond { response in
            place?.giveBack()
            deliver(visit.mark(response))
        }
        switch responded {
        case .now(let response):
            place?.giveBack()
            return .now(visit.mark(response))
        case .later(let expectedBytes, let withdraw):
            guard let place else {
                withdraw()
                return .now(visit.mark(visit.crowded))
            }
            return .later(expectedBytes: expectedBytes) {
                place.giveBack()
                withdraw()
            }
        }
    }

    private func place(for visit: Visit) -> WaitingPlace? {
        guard let most = visit.policy.maximumWaiting else { return WaitingPlace(onGivingBack: nil) }
        let client = visit.client
        guard places.withLock({ $0.take(for: client, upTo: most) }) else { return nil }
        return WaitingPlace { [self] in places.withLock { $0.giveBack(for: client) } }
    }

    /// How many clients have requests that wait.
    var waitingClients: Int { places.withLock { $0.clients } }
}
