import NIOHTTP1
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import Gateway

/// Equal tags, equal bodies: whatever happens to agents and calls, and whoever asks.
@Suite struct TagPropertyTests {
    /// Where an agent stands, and since when.
    private struct Life {
        var code: Int32
        var since: Timestamp
    }

    /// One gateway in a world drawn from a seed, and every answer it has given.
    private final class World: Sendable {
        struct State {
            var random: SplitMix64
            var lives: [AgentID: Life] = [:]
            /// The bodies by target and tag, without the moments of observation.
            var bodies: [String: [String: String]] = [:]
            var answers = 0
            var sameTag = 0
            var contradictions: [String] = []
        }

        static let targets: [(path: String, query: String?)] = [
            ("/agents/1031", nil), ("/agents/1032", "fields=state,freshness,staleReason"),
            ("/agents", "ids=1031-1036"), ("/agents", "ids=1031-1036&state=idle"),
            ("/agents", "ids=1031-1036&fields=id"), ("/agents", "ids=1033-1036&fields=freshness"),
            ("/groups/billing/status", nil), ("/groups/billing/agents", nil),
            ("/vdn/status", nil), ("/groups/billing/agents", "state=talking&fields=state"),
        ]
        static let wishes: [HTTPHeaders] = [
            [:], [:], [:], ["Prefer": "wait=0"], ["Cache-Control": "no-cache"],
            ["Cache-Control": "max-stale"], ["Cache-Control": "only-if-cached"],
            ["Cache-Control": "only-if-cached, max-stale=60"],
        ]

        let desk: EngineDesk
        let api: StatusAPI
        let state: Mutex<State>

        init(seed: UInt64) throws {
            var random = SplitMix64(seed: seed)
            var settings = EngineSettings(
                timeToLive: .milliseconds(Int.random(in: 200...3_000, using: &random)),
                staleWhileRevalidate: .milliseconds(Int.random(in: 0...6_000, using: &random)),
                staleIfError: .seconds(Int.random(in: 10...60, using: &random)),
                negativeTimeToLive: .seconds(Int.random(in: 3...8, using: &random))
            )
            settings.maximumIDsAtOnce = Int.random(in: 1...20, using: &random)
            let (vdns, made) = (
                try testVDNs(), EngineDesk(settings, vdns: try testVDNs(), seed: seed)
            )
            desk = made
            var gateway = GatewaySettings(vdns: vdns, defaultWait: .seconds(2))
            gateway.timeToLive = settings.timeToLive
            api = StatusAPI(
                settings: gateway,
                groups: try testGroups(),
                source: made,
                now: { made.wall }
            )
            state = Mutex(State(random: random))
        }

        func number(_ range: ClosedRange<Int>) -> Int {
            state.withLock { Int.random(in: range, using: &$0.random) }
        }

        /// Lets one thing happen.
        func step() {
            switch number(0...9) {
            case 0...4: ask()
            case 5, 6: desk.pass(Int64(number(0...1) == 0 ? number(1...300) : number(1...4_000)))
            case 7, 8: desk.endCall(outcome)
            default: changeLife()
            }
        }

        private func changeLife() {
            let (id, code) = (AgentID(unchecked: UInt32(number(1031...1036))), Int32(number(0...5)))
            let now = desk.wall
            state.withLock { $0.lives[id] = Life(code: code, since: now) }
        }

        private func outcome(of call: StatusCall) -> CallOutcome {
            let codes: [CallFailure.Code] = [
                .timedOut, .serverError, .malformedBody, .connectFailed,
            ]
            guard number(0...2) > 0 else { return .failure(CallFailure(codes[number(0...3)])) }
            let (now, unheard) = (desk.wall, number(0...3) == 0 ? number(1031...1036) : 0)
            let lives = state.withLock { $0.lives }
            let rows = call.agents.filter { Int($0.number) != unheard }
                .map { id in
                    let life = lives[id] ?? Life(code: 1, since: testNow)
                    return AgentReport(
                        id: id,
                        stateCode: life.code,
                        stateSeconds: now.seconds - life.since.seconds
                    )
                }
            return .success(StatusReport(reports: rows))
        }

        private func ask() {
            let target = Self.targets[number(0...(Self.targets.count - 1))]
            let wishes = Self.wishes[number(0...(Self.wishes.count - 1))]
            let request = Request(id: "r", path: target.path, query: target.query, headers: wishes)
            let name = "\(target.path)?\(target.query ?? "")"
            let responded = api.respond(to: request) { self.note($0, to: name) }
            if case .now(let response) = responded { note(response, to: name) }
        }

        private func note(_ response: Response, to target: String) {
            guard response.status == 200, let tag = response.caching?.tag else { return }
            let body = Self.withoutObservation(bodyText(response))
            state.withLock { state in
                state.answers += 1
                guard let known = state.bodies[target]?[tag.opaque] else {
                    state.bodies[target, default: [:]][tag.opaque] = body
                    return
                }
                state.sameTag += 1
                if known != body { state.contradictions.append("\(target)\n\(known)\n\(body)") }
            }
        }

        /// The body but for `observedAt`, an agent's and a roll-up's.
        private static func withoutObservation(_ body: String) -> String {
            body.replacing(/"observedAt":("[^"]*"|\{[^}]*\})/, with: "")
        }
    }

    @Test(arguments: 0..<40)
    func `two answers to one target with equal tags have equal bodies`(seed: UInt64) throws {
        let world = try World(seed: seed)
        for _ in 0..<1_500 { world.step() }
        world.state.withLock { state in
            #expect(state.contradictions.isEmpty, "\(state.contradictions.first ?? "")")
            #expect(state.answers > 200)
            #expect(state.sameTag > 20, "the tag says nothing")
        }
    }
}
