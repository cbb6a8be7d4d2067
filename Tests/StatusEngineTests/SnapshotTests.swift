import Roster
import Testing

@testable import StatusEngine

@Suite struct SnapshotTests {
    private let now = Moment(
        instant: Instant(nanoseconds: 5_000_000_000),
        wall: Timestamp(milliseconds: 1_795_420_800_000)
    )

    private func agent(_ number: UInt32, full: Bool) -> Agent {
        var report = AgentReport(
            id: AgentID(unchecked: number),
            stateCode: full ? 8 : 0,
            stateSeconds: number % 3 == 0 ? nil : 90
        )
        if full {
            report.reasonCode = 258
            report.previousStateCode = 5
            report.previousStateSeconds = 4_294_967_294
            report.signedInAt = Timestamp(milliseconds: 1_795_400_000_000)
            report.releasedCalls = 2
            report.privateCalls = 1
            report.locationID = 7
        }
        return Agent(report, askedAt: now.wall, observedAt: now.wall, previous: nil)
    }

    private func entry(_ number: UInt32, secondsAgo: Int64 = 0) -> StatusSnapshot.Entry {
        StatusSnapshot.Entry(
            vdn: Script.vdn,
            id: AgentID(unchecked: number),
            agent: agent(number, full: number % 2 == 0),
            observedAt: now.wall.advanced(bySeconds: -secondsAgo)
        )
    }

    private var sample: StatusSnapshot {
        var entries = (1_000..<1_100).map { entry($0) }
        entries.append(
            StatusSnapshot.Entry(
                vdn: Script.vdn,
                id: AgentID(unchecked: 999_999),
                agent: nil,
                observedAt: now.wall
            )
        )
        return StatusSnapshot(entries: entries, groups: groups)
    }

    private var groups: [VDN: LearntGroups] {
        func group(_ id: String, _ name: String, _ members: ClosedRange<UInt32>) -> LearntGroup {
            LearntGroup(
                id: id,
                name: name,
                members: AgentIDSet(ranges: [members, 900...900]),
                membership: Membership(observedAt: now.wall)
            )
        }
        let names = AgentNames([AgentID(unchecked: 1_001): "Ann Ö", AgentID(unchecked: 1_002): ""])
        let learnt = LearntGroups(
            groups: [
                .userGroups: [group("159253664765739060254053779940", "billing", 1_001...1_100)],
                .skillQueues: [group("1", "Süd", 101...102), group("2", "", 500...500)],
            ],
            names: names,
            awaited: [.skillQueues]
        )
        return [Script.vdn: learnt, makeVDN(171): LearntGroups(groups: [.signedInAgents: []])]
    }

    private func read(_ sections: [StateDocument.Section]) throws -> StatusSnapshot {
        try StatusSnapshot(StateDocument(sections))
    }

    @Test func `what is written is read again to the last field`() throws {
        #expect(try read(sample.sections) == sample)
        #expect(try read(StatusSnapshot(entries: []).sections).entries.isEmpty)
    }

    @Test func `sections that are not known, or of another version, are passed over`() throws {
        let sections = sample.sections.map { section in
            section.name == "groups"
                ? StateDocument.Section("groups", version: 9, [1, 2, 3]) : section
        }
        let other = StateDocument.Section("queues", [4, 5, 6])
        #expect(try read([other] + sections) == StatusSnapshot(entries: sample.entries))
        #expect(try read([]) == StatusSnapshot(entries: []))
    }

    @Test func `a section that is too short or too long is refused`() throws {
        for section in sample.sections {
            for content in [Array(section.content.dropLast()), section.content + [0]] {
                #expect(throws: StateFileError.self) {
                    try read([StateDocument.Section(section.name, content)])
                }
            }
        }
    }

    @Test func `damaged groups are noticed, whatever their lengths say`() throws {
        let sections = StatusSnapshot(entries: [], groups: groups).sections
        let content = try #require(sections.first { $0.name == "groups" }).content
        for index in content.indices {
            var damaged = content
            damaged[index] = .max
            // It may be read as other groups, but never reads past its end.
            _ = try? read([StateDocument.Section("groups", damaged)])
        }
    }

    /// The format before there were sections, around the same entries and groups.
    private func former(version: UInt8, _ snapshot: StatusSnapshot) -> [UInt8] {
        let count = UInt64(snapshot.entries.count)
        var bytes = Array("ROLLCALL".utf8) + [version]
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
        for section in snapshot.sections where version > 1 || section.name == "agents" {
            bytes += section.content
        }
        let checksum = CRC32.checksum(of: bytes[...])
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> ($0 * 8)) }
    }

    @Test func `the formats before are read`() throws {
        let entries = [entry(1_000), entry(1_001)]
        let bare = StatusSnapshot(entries: entries)
        #expect(try StatusSnapshot(former: former(version: 1, bare)) == bare)
        #expect(try StatusSnapshot(former: former(version: 2, sample)) == sample)
        #expect(throws: StateFileError.unknownVersion) {
            try StatusSnapshot(former: former(version: 3, sample))
        }
    }

    @Test func `every damaged, missing or added byte of a format before is noticed`() {
        let bytes = former(version: 2, StatusSnapshot(entries: [entry(1_000)], groups: groups))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x40
            #expect(throws: StateFileError.self) { try StatusSnapshot(former: damaged) }
            #expect(throws: StateFileError.self) {
                try StatusSnapshot(former: Array(bytes.prefix(index)))
            }
        }
        #expect(throws: StateFileError.wrongChecksum) { try StatusSnapshot(former: bytes + [0]) }
        #expect(throws: StateFileError.notOurs) { try StatusSnapshot(former: [1, 2, 3]) }
    }

    @Test func `the checksum is the well-known one`() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)[...]) == 0xCBF4_3926)
    }

    @Test func `what an engine knew another one knows, with its true age`() throws {
        var script = Script()
        let ticket = try script.waitFor(1_000..<3_000)
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1_500])
        #expect(script.answers[ticket] != nil)
        script.pass(.seconds(10))
        var snapshot = StatusSnapshot(entries: [])
        for part in 0..<script.engine.snapshotParts {
            snapshot.entries += script.engine.snapshot(part: part, at: script.now)
        }
        #expect(snapshot.entries.count == 2_000)
        var later = script.now
        later.instant = Instant(nanoseconds: 3)
        later.wall = later.wall.advanced(bySeconds: 1)
        var engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 2)
        #expect(engine.restore(snapshot, at: later) == 2_000)
        let question = Question(
            vdn: Script.vdn,
            ids: [1_000, 1_500].map(AgentID.init(unchecked:)),
            wait: .zero
        )
        guard case .answered(let answer) = engine.ask(question, at: later).asked else {
            throw Unexpected("has to wait")
        }
        #expect(answer.readings[0].freshness == .revalidating)
        #expect(answer.readings[0].agent?.observedAt == snapshot.entries[0].agent?.observedAt)
        #expect(answer.readings[1].missingReason == .notReported)
    }

    @Test func `what is too old, from the future or of another VDN is left aside`() {
        var engine = StatusEngine(settings: EngineSettings(), vdns: [makeVDN(171)], seed: 1)
        #expect(engine.restore(sample, at: now) == 0)
        engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 1)
        let entries = [
            entry(1_000, secondsAgo: 302), entry(1_001, secondsAgo: -1), entry(1_002),
            entry(1_003, secondsAgo: 301),
        ]
        #expect(engine.restore(StatusSnapshot(entries: entries), at: now) == 2)
    }

    @Test func `what was learnt since is not overwritten`() throws {
        var script = Script()
        try script.prove(1_000)
        var engine = script.engine
        let old = StatusSnapshot(entries: [entry(1_000, secondsAgo: 20)])
        var later = script.now
        later.wall = now.wall
        #expect(engine.restore(old, at: later) == 0)
    }
}
