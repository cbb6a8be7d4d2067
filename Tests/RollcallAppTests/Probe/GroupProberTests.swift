import CMS
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

struct GroupProberTests {
    /// Answers each kind of call as scripted, and keeps the calls; one that is not scripted fails.
    private final class ScriptedFetcher: GroupFetcher {
        private let outcomes: [GroupCallKind: GroupCallOutcome]
        private let kept = Mutex<[GroupCall]>([])

        var calls: [GroupCall] { kept.withLock(\.self) }

        init(_ outcomes: [GroupCallKind: GroupCallOutcome]) { self.outcomes = outcomes }

        func fetch(_ call: GroupCall) async -> GroupCallOutcome {
            kept.withLock { $0.append(call) }
            guard let outcome = outcomes[call.query.kind] else {
                Issue.record("unscripted: \(call)")
                return .failure(CallFailure(.unknownException))
            }
            return outcome
        }
    }

    private struct Probed {
        let queries: [GroupQuery]
        let told: [GroupCallKind]
        let verdicts: [ProbeVerdict]
    }

    private static func probe(
        _ sources: [Group.Source] = [.userGroups, .skillQueues, .signedInAgents],
        changing changes: [GroupCallKind: GroupCallOutcome] = [:]
    ) async throws -> Probed {
        var settings = GroupRefreshSettings()
        for source in sources { settings.intervals[source] = .seconds(300) }
        let fetcher = ScriptedFetcher(good.merging(changes) { $1 })
        let vdn = try #require(VDN(170))
        let prober = GroupProber(settings, vdn: vdn, endpoint: 1, fetcher: fetcher)
        let told = Mutex<[GroupCallKind]>([])
        let verdicts = await prober.run { kind, _ in told.withLock { $0.append(kind) } }
        #expect(fetcher.calls.allSatisfy { $0.endpoint == 1 && $0.vdn == vdn })
        return Probed(
            queries: fetcher.calls.map(\.query),
            told: told.withLock(\.self),
            verdicts: verdicts
        )
    }

    private static let good: [GroupCallKind: GroupCallOutcome] = [
        .userGroups: .success(
            .userGroups([
                .init(id: "6", name: "checkers", type: 3),
                .init(id: "7", name: "billing", type: 2),
            ])
        ),
        .userGroupMembers: .success(.userGroupMembers([nil])),
        .skills: .success(.skills([.init(id: 4, name: "billing"), .init(id: 5, name: "sales")])),
        .skilledAgents: .success(.skilledAgents([nil, nil], total: 20_000)),
        .signedInAgents: .success(.signedInAgents([4: []])),
    ]

    private static let lists = GroupQuery.userGroups
    private static let members = GroupQuery.userGroupMembers(group: "7", offset: 0)
    private static let agents = GroupQuery.skilledAgents(offset: 0)
    private static let signedIn = GroupQuery.signedInAgents(skills: [4])

    @Test(
        arguments: [
            ([], []),
            ([.userGroups], [lists, members]),
            ([.skillQueues], [.skills, agents]),
            ([.signedInAgents], [.skills, signedIn]),
            (
                [.userGroups, .skillQueues, .signedInAgents],
                [lists, members, .skills, agents, signedIn]
            ),
        ] as [([Group.Source], [GroupQuery])]
    )
    func `each call that a source needs is tried once`(
        sources: [Group.Source],
        queries: [GroupQuery]
    ) async throws {
        let probed = try await Self.probe(sources)
        #expect(probed.queries == queries)
        #expect(probed.told == queries.map(\.kind))
        #expect(probed.verdicts.allSatisfy { $0.isUsable && $0.refusal == nil })
    }

    @Test func `how much the CMS tells of is said`() async throws {
        let texts = try await Self.probe().verdicts.map(\.text)
        #expect(
            texts == [
                "The CMS tells of 1 group to be learnt, and of 1 that is not.",
                "The CMS tells of 1 member on the first page.",
                "The CMS tells of 2 queues.",
                "The CMS tells of 2 agents of 20000 on the first page.",
                "The CMS tells of 0 agents in the first queue.",
            ]
        )
    }

    @Test(arguments: [CallFailure.Code.unauthorized, .addressLocked, .forbidden])
    func `after a refusal no other call is sent`(code: CallFailure.Code) async throws {
        for kind in GroupCallKind.allCases {
            let probed = try await Self.probe(changing: [kind: .failure(CallFailure(code))])
            #expect(probed.queries.last?.kind == kind)
            let last = try #require(probed.verdicts.last)
            #expect(!last.isUsable && last.endsProbing)
            #expect(last.refusal == (code.locksOut ? code : nil))
            #expect(last.text.hasSuffix(" No further call was sent."))
        }
    }

    @Test func `a failure that is no refusal leaves the other source to be tried`() async throws {
        let refused: [GroupCallKind: GroupCallOutcome] = [
            .userGroups: .failure(CallFailure(.noPermission))
        ]
        let probed = try await Self.probe([.userGroups, .signedInAgents], changing: refused)
        #expect(probed.queries.map(\.kind) == [.userGroups, .skills, .signedInAgents])
        #expect(probed.verdicts.map(\.isUsable) == [false, true, true])
        #expect(probed.verdicts.first?.text.contains("may not make this call") == true)
    }

    @Test func `of an empty list nobody's members are asked for`() async throws {
        let empty: [GroupCallKind: GroupCallOutcome] = [
            .userGroups: .success(.userGroups([.init(id: "6", name: "checkers", type: 3)])),
            .skills: .success(.skills([])),
        ]
        let probed = try await Self.probe(changing: empty)
        #expect(probed.queries == [.userGroups, .skills])
        #expect(probed.verdicts.map(\.isUsable) == [true, true])
    }

    @Test func `a refused GET is told from a refused POST`() async throws {
        let settings = GroupRefreshSettings()
        for kind in GroupCallKind.allCases {
            let outcome = GroupCallOutcome.failure(CallFailure(.unauthorized))
            let verdict = ProbeVerdict(outcome, to: kind, settings)
            #expect(verdict.text.contains("signature of a GET") == !kind.hasBody)
        }
    }

    @Test func `refused parameters of a body that may be wrapped name the setting`() {
        let settings = GroupRefreshSettings()
        let outcome = GroupCallOutcome.failure(CallFailure(.illegalParameter))
        let named = GroupCallKind.allCases.filter { kind in
            ProbeVerdict(outcome, to: kind, settings).text
                .contains("groups.queryParam: [\(kind.rawValue)]")
        }
        #expect(named == [.userGroupMembers, .skills, .signedInAgents])
    }

    @Test func `a failure of every kind is told in a sentence, and none is usable`() {
        for code in CallFailure.Code.allCases {
            let outcome = GroupCallOutcome.failure(CallFailure(code, detail: "\(code)"))
            let verdict = ProbeVerdict(outcome, to: .skills, GroupRefreshSettings())
            #expect(!verdict.isUsable && verdict.text.hasSuffix("."), "\(code)")
        }
    }
}
