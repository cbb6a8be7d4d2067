internal import Roster
internal import StatusEngine

/// The circumstances of one schedule, drawn from its seed.
struct World {
    /// How the CMS behaves for a while.
    enum Mood: CaseIterable {
        case well
        case slow
        case flaky
        case forgetful
        case throttling
        case dead
        case refusing
        case refusingBodies
        case refusingBodiless
    }

    var random: SplitMix64
    var settings: EngineSettings
    let vdns: [VDN]
    let ids: [AgentID]
    /// Some of them, whose roll-up is asked for.
    let group: [AgentID]
    /// Ids the CMS does not know.
    let absent: Set<AgentID>
    /// Ids the CMS refuses whole calls for.
    let poison: Set<AgentID>
    /// Whether every id is asked for all the time and nothing fails: then the law of calls holds
    /// to the letter.
    let isSteady: Bool
    /// The CMS's groups.
    var groups: SimulatedGroupList
    /// The kinds of calls about groups whose signatures the CMS never takes, before it calms down.
    private(set) var refused: Set<GroupCallKind> = []
    /// The kinds it takes and answers with no, before it calms down.
    private(set) var unreadable: Set<GroupCallKind> = []
    var mood = Mood.well
    /// Whether the CMS makes no mistakes.
    private(set) var isCalm = false
    let typicalLatency: Duration

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        isSteady = seed % 4 == 0
        var settings = EngineSettings(
            timeToLive: .milliseconds(Int.random(in: 200...2_000, using: &random)),
            staleWhileRevalidate: .milliseconds(Int.random(in: 0...4_000, using: &random)),
            staleIfError: .milliseconds(Int.random(in: 0...20_000, using: &random)),
            negativeTimeToLive: .milliseconds(Int.random(in: 100...5_000, using: &random)),
            maximumConcurrentCalls: Int.random(in: 1...4, using: &random)
        )
        settings.maximumIDsPerCall = Int.random(in: 1...12, using: &random)
        settings.maximumIDsAtOnce = Int.random(in: 1...40, using: &random)
        settings.minimumRefreshInterval = .milliseconds(Int.random(in: 1...300, using: &random))
        if !isSteady { Self.addLimits(to: &settings, &random) }
        if Int.random(in: 0..<5, using: &random) < 2 { Self.addGroups(to: &settings, &random) }
        self.settings = settings
        vdns = (1...(isSteady ? 1 : Int.random(in: 1...2, using: &random))).compactMap(VDN.init)
        let count = Int.random(in: 1...40, using: &random)
        let stride = [1, 7, 1_500].randomElement(using: &random) ?? 1
        ids = (0..<count).map { AgentID(unchecked: UInt32(101 + $0 * stride)) }
        group = Array(ids.suffix((count + 1) / 2))
        absent = isSteady ? [] : Self.draw(ids, oneIn: 8, &random)
        poison = !isSteady && Bool.random(using: &random) ? Self.draw(ids, oneIn: 30, &random) : []
        typicalLatency = .milliseconds(Int.random(in: 1...400, using: &random))
        groups = SimulatedGroupList(groups: Int.random(in: 0...4, using: &random), &random)
        if !isSteady { refused = Self.drawRefused(&random) }
        if !isSteady, Int.random(in: 0..<4, using: &random) == 0 {
            unreadable = Set(
                GroupCallKind.allCases.randomElement(using: &random).map { [$0] } ?? []
            )
        }
        self.random = random
        isCalm = isSteady
    }

    private static func addLimits(to settings: inout EngineSettings, _ random: inout SplitMix64) {
        settings.maximumWaitingQuestions = Int.random(in: 2...40, using: &random)
        settings.endpoints = Int.random(in: 1...3, using: &random)
        settings.failbackInterval = .milliseconds(Int.random(in: 500...5_000, using: &random))
        settings.longestRetryDelay = .milliseconds(Int.random(in: 0...500, using: &random))
        settings.firstPause = .milliseconds(Int.random(in: 50...1_000, using: &random))
        if Int.random(in: 0..<3, using: &random) == 0 {
            settings.callQuota = CallQuota(
                calls: Int.random(in: 1...6, using: &random),
                window: .milliseconds(Int.random(in: 100...3_000, using: &random))
            )
        }
        if Int.random(in: 0..<4, using: &random) == 0 { settings.maximumBytes = 0 }
    }

    private static func addGroups(
        to settings: inout EngineSettings,
        _ random: inout SplitMix64
    ) {
        for source in Group.Source.allCases where source != .file {
            guard Int.random(in: 0..<3, using: &random) < 2 else { continue }
            let interval = Int.random(in: 1_000...20_000, using: &random)
            settings.groups.intervals[source] = .milliseconds(interval)
        }
        settings.groups.callSharePercent = Int.random(in: 1...100, using: &random)
        settings.groups.graceTime = .milliseconds(Int.random(in: 0...10_000, using: &random))
    }

    /// One kind in some worlds, all that have no body in others.
    private static func drawRefused(_ random: inout SplitMix64) -> Set<GroupCallKind> {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: Set(GroupCallKind.allCases.filter { !$0.hasBody })
        case 1: Set(GroupCallKind.allCases.randomElement(using: &random).map { [$0] } ?? [])
        default: []
        }
    }

    private static func draw(
        _ ids: [AgentID],
        oneIn chance: Int,
        _ random: inout SplitMix64
    ) -> Set<AgentID> {
        Set(ids.filter { _ in Int.random(in: 0..<chance, using: &random) == 0 })
    }

    /// From now on the CMS answers quickly and well.
    mutating func calmDown() {
        mood = .well
        isCalm = true
        refused = []
        unreadable = []
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    /// How long a call takes from now on.
    mutating func latency() -> Duration {
        let jittered = typicalLatency * Double.random(in: 0.2...2, using: &random)
        return mood == .slow ? jittered * 10 : jittered
    }

    /// What one question asks for.
    mutating func question(at now: Instant) -> Question {
        let vdn = vdns[number(0...(vdns.count - 1))]
        let wait = Duration.milliseconds(number(1...5_000))
        let maximumAge: Duration? = chance(10) ? .milliseconds(number(0...2_000)) : nil
        let maximumStale: Duration? = chance(10) ? .milliseconds(number(0...20_000)) : nil
        var asked = ids
        if chance(60) { asked = [ids[number(0...(ids.count - 1))]] }
        if chance(30) { asked = Array(ids[number(0...(ids.count - 1))...]) }
        if chance(20) { asked.shuffle(using: &random) }
        return Question(
            vdn: vdn,
            ids: asked,
            wait: wait,
            maximumAge: maximumAge,
            maximumStale: maximumStale,
            isOnlyCached: chance(5)
        )
    }
}
