package import StatusEngine
internal import Synchronization

/// The shell around the decisions on access: owns the clients' buckets and waiting places.
///
/// By which policy it decides is said of each request by whoever answers it: so one under way when
/// the settings are reloaded goes by those it came to.
package final class AccessControl: Sendable {
    private let limiter = Mutex(RateLimiter())
    private let places = Mutex(WaitingPlaces())
    private let now: @Sendable () -> Instant

    /// How many agents a request may name for the price of one: about what a call to the CMS holds.
    static let agentsAToken = 6_000

    /// Creates the control; no client has used anything up yet.
    package init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// Decides on a request by its route, before what it names is read; it costs one token.
    ///
    /// Who asks comes first, then how often: a client without a key learns nothing of what there
    /// is, and one that guesses keys is limited by its address. Health, the contract and `OPTIONS`,
    /// which browsers send without a key, are for everybody.
    func receive(_ request: Request, _ match: RouteMatch, under policy: AccessPolicy) -> Visit {
        var visit = Visit(
            requestID: request.id,
            route: match.label,
            origin: OriginAsking(request),
            policy: policy,
            client: Client(at: request.client)
        )
        guard !match.isOpen else { return visit }
        visit.isPersonal = policy.keys != nil
        visit.limit = policy.rateLimit
        switch policy.identify(request) {
        case .success(let key?):
            visit.client = .key(key.name)
            visit.scope = key.scope
            visit.limit = key.rateLimit ?? policy.rateLimit
        case .success(nil): break
        case .failure(let reason):
            visit.refusal = reason.problem
            visit.fields.append(reason.challenge)
        }
        count(&visit, cost: 1, paid: 0)
        return visit
    }

    /// Decides on what the request turned out to be about: takes what it costs beyond its first
    /// token, and looks whether its key covers it.
    func admit(_ visit: inout Visit, to reach: Reach, agents: Int) {
        let cost = (agents + Self.agentsAToken - 1) / Self.agentsAToken
        if cost > 1 { count(&visit, cost: cost, paid: 1) }
        if visit.refusal == nil { visit.refusal = visit.scope.objection(to: reach) }
    }

    private func count(_ visit: inout Visit, cost: Int, paid: Int) {
        guard let limit = visit.limit else { return }
        let (client, now) = (visit.client, now())
        let verdict = limiter.withLock {
            $0.ask(client, cost: cost, paid: paid, under: limit, at: now)
        }
        visit.verdict = verdict
        if !verdict.isAdmitted { visit.refusal = verdict.problem }
    }

    /// Lets a request be answered, marks the answer, and sees to it that of one client no more
    /// requests wait than may.
    ///
    /// Whether a request has to wait shows only when it is asked: where the client has taken all its
    /// places, the question is withdrawn again, unless its answer has come meanwhile, and its call
    /// goes on for whoever asks next.
    func watch(
        _ visit: Visit,
        deliver: @escaping @Sendable (Response) -> Void,
        _ respond: (@escaping @Sendable (Response) -> Void) -> Responded
    ) -> Responded {
        guard let most = visit.policy.maximumWaiting else {
            return visit.mark(respond { deliver(visit.mark($0)) })
        }
        let place = WaitingPlace()
        let responded = respond { [self] response in
            guard leave(place, visit.client) else { return }
            deliver(visit.mark(response))
        }
        switch visit.mark(responded) {
        case .now(let response): return .now(response)
        case .later(let expectedBytes, let mark, let withdraw):
            guard enter(place, visit.client, upTo: most) else {
                withdraw()
                return .now(visit.crowded)
            }
            return .later(expectedBytes: expectedBytes, mark: mark) { [self] in
                _ = leave(place, visit.client)
                withdraw()
            }
        }
    }

    /// Takes a place for a request, unless its client has none left; none is needed any more where the
    /// answer has come meanwhile.
    private func enter(_ place: WaitingPlace, _ client: Client, upTo most: Int) -> Bool {
        guard places.withLock({ $0.take(for: client, upTo: most) }) else {
            return place.end() == .over
        }
        if !place.take() { places.withLock { $0.giveBack(for: client) } }
        return true
    }

    /// Gives the place back, if one was taken; tells whether the waiting was not over before.
    private func leave(_ place: WaitingPlace, _ client: Client) -> Bool {
        let phase = place.end()
        if phase == .taken { places.withLock { $0.giveBack(for: client) } }
        return phase != .over
    }
}
