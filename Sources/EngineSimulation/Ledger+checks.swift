internal import Roster
internal import StatusEngine

extension Ledger {
    /// Holds a call that leaves to what is allowed, and to being worth its while.
    mutating func check(
        _ call: StatusCall,
        _ kind: CallKind,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        let agents = Set(call.agents)
        if call.agents.isEmpty { try fail("an empty call") }
        if agents.count != call.agents.count { try fail("an id twice in one call") }
        if agents.count > settings.maximumIDsPerCall { try fail("too many ids in a call") }
        if !(0..<settings.endpoints).contains(call.endpoint) { try fail("no such base URL") }
        for flight in flights.values where flight.call.vdn == call.vdn {
            if !agents.isDisjoint(with: flight.call.agents) { try fail("an id in two calls") }
        }
        for id in call.agents {
            guard let news = news[Key(vdn: call.vdn, id: id)], news.serial == nil else { continue }
            if now - news.at < settings.negativeTimeToLive {
                try fail("\(id) asked for again, though it was not reported")
            }
        }
        try checkAdmission(at: now, fail)
        try checkResending(of: call, kind, fail)
        starts.append((now, kind))
        flights[call.id] = Flight(call: call, kind: kind, startedAt: now)
        try checkBudgets(at: now, fail)
        if kind == .ordinary { try checkNothingLeftBehind(by: call, at: now, fail) }
    }

    /// Holds any call to the lock-out, and to the places there are.
    func checkAdmission(at now: Instant, _ fail: (String) throws -> Void) throws {
        if now < noCallBefore { try fail("a call while locked out") }
        let places = isProven && lockOutStep < 0 ? settings.maximumConcurrentCalls : 1
        if flights.count + groupFlights.count >= places { try fail("too many calls at once") }
    }

    /// Holds all calls to the quota.
    func checkQuota(at now: Instant, _ fail: (String) throws -> Void) throws {
        guard let quota = settings.callQuota else { return }
        let inWindow =
            starts.count { $0.at + quota.window > now }
            + groupStarts.count { $0 + quota.window > now }
        if inWindow > quota.calls { try fail("more calls than the quota allows") }
    }

    private func checkBudgets(at now: Instant, _ fail: (String) throws -> Void) throws {
        try checkQuota(at: now, fail)
        let retries = starts.count { $0.kind == .retry }
        // Each start grants one in advance.
        if retries > 1 + restarts + starts.count / 10 { try fail("more retries than a tenth") }
    }

    /// The heart of the law of calls: a call with free places leaves no id in demand behind.
    private func checkNothingLeftBehind(
        by call: StatusCall,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        guard call.agents.count < settings.maximumIDsPerCall, settings.maximumBytes > 0 else {
            return
        }
        let underWay = Set(flights.values.filter { $0.call.vdn == call.vdn }.flatMap(\.call.agents))
        for (key, wanted) in wantedAt where key.vdn == call.vdn {
            guard wanted + settings.timeToLive > now, !underWay.contains(key.id),
                !suspects.contains(key), let news = news[key], news.serial != nil,
                news.at + settings.timeToLive + settings.staleIfError > now
            else { continue }
            try fail("a call with free places left \(key.id) behind")
        }
    }

    /// Holds an answer to saying of every agent what is true, and no more.
    mutating func check(
        _ answer: Answer,
        to question: Question,
        askedAt: Instant,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        if answer.readings.map(\.id) != question.ids { try fail("other ids than asked for") }
        if Set(answer.calls).count != answer.calls.count { try fail("a call named twice") }
        if answer.calls.contains(where: { flights[$0] != nil }) {
            try fail("a call still under way")
        }
        for reading in answer.readings {
            let news = news[Key(vdn: question.vdn, id: reading.id)]
            switch reading {
            case .observed(let agent, let freshness):
                guard let news, news.serial == agent.report.signedInAt?.milliseconds else {
                    try fail("\(agent.id) is not as last observed")
                    continue
                }
                if freshness == .revalidating, answer.terms.refusal != nil {
                    try fail("called fresh, though it could not be refreshed")
                }
                try check(freshness, age: now - news.at, isNew: news.at >= askedAt, fail)
                let key = Key(vdn: question.vdn, id: reading.id)
                try checkIsStaleStill(key, freshness, news.at, at: now, fail)
                if question.isOnlyCached {
                    try checkOnlyCached(question, age: now - news.at, fail)
                }
                if let limit = question.maximumStale, freshness == .revalidating,
                    askedAt == now, question.wait > longestLatency,
                    now - news.at >= settings.timeToLive + limit
                {
                    try fail("\(agent.id) answered at once, though staler than accepted")
                }
            case .missing(let id, .notReported):
                guard let news, news.serial == nil else {
                    try fail("\(id) called not reported, though it was")
                    continue
                }
                if now - news.at >= settings.negativeTimeToLive, news.at < askedAt {
                    try fail("\(id) called not reported for too long")
                }
            case .missing(let id, .trouble(.notCached)):
                if !question.isOnlyCached { try fail("\(id) called not cached, unasked") }
                guard let news, news.serial != nil, settings.maximumBytes > 0 else { continue }
                if question.maximumAge == nil, now - news.at < settings.timeToLive {
                    try fail("\(id) called not cached, though it is fresh")
                }
            case .missing(let id, .trouble):
                guard let news, news.serial != nil, settings.maximumBytes > 0 else { continue }
                if now - news.at < settings.timeToLive + settings.staleIfError {
                    try fail("\(id) called missing, though a usable observation is there")
                }
            }
        }
    }

    /// What could not be refreshed for the CMS's sake is not called fresh before it is observed again.
    private mutating func checkIsStaleStill(
        _ key: Key,
        _ freshness: Freshness,
        _ newsAt: Instant,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        switch freshness {
        case .stale(.cmsUnavailable), .stale(.cmsLockedOut), .stale(.cmsError),
            .stale(.cmsMalformed):
            troubled[key] = newsAt
        case .live, .cached, .revalidating:
            guard now - newsAt >= settings.timeToLive, troubled[key] == newsAt else { return }
            try fail("\(key.id) is called fresh again without news")
        case .stale: break
        }
    }

    /// Who wants only memory is shown nothing but what the wishes admit.
    private func checkOnlyCached(
        _ question: Question,
        age: Duration,
        _ fail: (String) throws -> Void
    ) throws {
        let stale = question.maximumStale ?? settings.staleWhileRevalidate
        if age >= settings.timeToLive + stale { try fail("shown from memory, too stale") }
        guard let maximumAge = question.maximumAge else { return }
        if age >= max(maximumAge, settings.refreshFloor) {
            try fail("shown from memory, too old")
        }
    }

    private func check(
        _ freshness: Freshness,
        age: Duration,
        isNew: Bool,
        _ fail: (String) throws -> Void
    ) throws {
        let limit = settings.timeToLive
        switch freshness {
        case .live:
            if !isNew { try fail("called live, though it was not fetched for the question") }
            if age >= max(limit + settings.staleWhileRevalidate, .seconds(1)) {
                try fail("called fresh at an age of \(age)")
            }
        case .cached:
            if age >= limit { try fail("called cached at an age of \(age)") }
        case .revalidating:
            if age < limit { try fail("called past its time at an age of \(age)") }
            if age >= limit + settings.staleWhileRevalidate {
                try fail("called fresh at an age of \(age)")
            }
        case .stale:
            let longest = max(settings.staleIfError, settings.staleWhileRevalidate)
            if age < limit { try fail("called stale at an age of \(age)") }
            if age >= limit + longest, !isNew { try fail("shown at an age of \(age)") }
        }
    }

    /// In steady demand: at most as many calls in any time to live as the ids fill.
    func checkLaw(ids: Int, since: Instant, _ fail: (String) throws -> Void) throws {
        let allowed = (ids + settings.maximumIDsPerCall - 1) / settings.maximumIDsPerCall
        let steady = starts.filter { $0.at >= since }.map(\.at)
        for (first, last) in zip(steady, steady.dropFirst(allowed))
        where last - first < settings.timeToLive {
            try fail("more than \(allowed) calls in a time to live for \(ids) ids")
        }
    }
}
