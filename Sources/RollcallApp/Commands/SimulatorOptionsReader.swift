internal import CMS
internal import CMSSimulator
internal import Roster

/// Reads the options of `simulate-cms`, and collects all that is wrong with them.
struct SimulatorOptionsReader {
    private let options: SimulateCMS.Options
    private let surroundings: CommandSurroundings
    private var problems: [SettingsProblem] = []

    private init(_ options: SimulateCMS.Options, _ surroundings: CommandSurroundings) {
        self.options = options
        self.surroundings = surroundings
    }

    /// The simulator's settings.
    /// - Throws: `SettingsProblems` with everything that is wrong.
    static func settings(
        _ options: SimulateCMS.Options,
        in surroundings: CommandSurroundings
    ) throws(SettingsProblems) -> SimulatorSettings {
        var reader = SimulatorOptionsReader(options, surroundings)
        let settings = reader.settings()
        guard reader.problems.isEmpty else { throw SettingsProblems(reader.problems) }
        return settings
    }

    private mutating func settings() -> SimulatorSettings {
        checkNumbers()
        var settings = SimulatorSettings(
            credentials: credentials(),
            ccID: options.ccID,
            vdns: vdns(),
            agents: agents(),
            seed: options.seed,
            faults: faults()
        )
        settings.groups = groups(of: settings.agents)
        settings.host = options.host
        settings.port = options.port
        settings.tls = tls()
        settings.lockAfterBadSignatures = options.lockAfter
        settings.emptyQueryLine = emptyQueryLine()
        return settings
    }

    private mutating func checkNumbers() {
        check("--port", options.port, 0...65_535)
        check("--cc-id", options.ccID, 1...65_535)
        check("--lock-after", options.lockAfter, 1...1_000_000)
        if let groups = options.groups { check("--groups", groups, 0...10_000) }
    }

    private mutating func check(_ name: String, _ number: Int, _ range: ClosedRange<Int>) {
        guard !range.contains(number) else { return }
        report(name, "\(number)", "is out of range", SettingKind.integer(range).allowed)
    }

    private mutating func credentials() -> Credentials {
        let environment = surroundings.environment
        let variable = SettingKey.cmsAccessKey.environmentVariable
        let given = options.accessKey ?? environment[variable] ?? ""
        var accessKey = ""
        if given.isEmpty {
            report("--access-key", nil, "is missing", "the option, or \(variable)")
        } else {
            do throws(SettingComplaint) {
                accessKey = try SecretText.accessKey(given)
            } catch {
                report("--access-key", nil, error.complaint, SettingKind.accessKey.allowed)
            }
        }
        return Credentials(accessKey: accessKey, secretKey: secretKey())
    }

    private mutating func secretKey() -> String {
        let variable = SettingKey.cmsSecretKey.environmentVariable
        let path = options.secretKeyFile
        let given = surroundings.environment[variable] ?? ""
        guard path != nil || !given.isEmpty else {
            report("--secret-key-file", nil, "is missing", "the option, or \(variable)")
            return ""
        }
        do throws(SettingComplaint) {
            guard let path else { return try SecretText.secret(given) }
            return try SecretFile.secret(at: path, surroundings.files)
        } catch {
            report(path == nil ? variable : "--secret-key-file", path, error.complaint, nil)
            return ""
        }
    }

    private mutating func vdns() -> [VDN] {
        options.vdns.compactMap { number in
            let vdn = VDN(number)
            if vdn == nil { check("--vdn", number, 1...Int(VDN.allowedRange.upperBound)) }
            return vdn
        }
    }

    private mutating func agents() -> AgentIDSet {
        guard !options.agents.isEmpty else { return DemoRoster.agents }
        let items = options.agents.flatMap { $0.split(separator: ",") }
        return AgentIDSet(ranges: items.compactMap { range(String($0)) })
    }

    /// The demo's groups over the demo's agents, where nothing else is asked for.
    private mutating func groups(of agents: AgentIDSet) -> SimulatedGroups {
        if options.agents.isEmpty, options.groups == nil, options.groupSize == nil {
            return DemoRoster.simulatedGroups(seed: options.seed)
        }
        let size = options.groupSize ?? min(Int(DemoRoster.groupSize), max(agents.count, 1))
        check("--group-size", size, 1...max(agents.count, 1))
        guard problems.isEmpty else { return SimulatedGroups(seed: options.seed) }
        return SimulatedGroups(
            cutting: agents,
            into: options.groups,
            of: size,
            seed: options.seed
        )
    }

    private mutating func range(_ text: String) -> ClosedRange<UInt32>? {
        do throws(AgentIDError) {
            return try AgentIDItem(parsing: text).range
        } catch {
            report(
                "--agents",
                text,
                "is not usable",
                "\(AgentID.allowedRangesText), as 1031,2000-2999"
            )
            return nil
        }
    }

    private mutating func faults() -> SimulatorFaults {
        var faults = SimulatorFaults()
        do throws(FaultProblems) {
            faults = try SimulatorFaults(json: Array(options.faults.utf8))
        } catch {
            for problem in error.problems { report("--faults", nil, problem, nil) }
        }
        guard let latency = DurationText.duration(options.latency) else {
            report("--latency", options.latency, "is not a duration", "as 50ms or 2s")
            return faults
        }
        let milliseconds = latency / .milliseconds(1)
        if milliseconds > 0 { faults.latencyMilliseconds = Int(milliseconds) }
        return faults
    }

    private mutating func tls() -> SimulatorSettings.TLSFiles? {
        switch (options.certificateFile, options.keyFile) {
        case (let certificate?, let key?):
            return SimulatorSettings.TLSFiles(certificateFile: certificate, keyFile: key)
        case (nil, nil): return nil
        default:
            report("--tls-certificate", nil, "and --tls-key belong together", nil)
            return nil
        }
    }

    private mutating func emptyQueryLine() -> SigningSettings.EmptyQueryLine {
        if let line = SigningSettings.EmptyQueryLine(rawValue: options.emptyQueryLine) {
            return line
        }
        report("--empty-query-line", options.emptyQueryLine, "is not a choice", "omit, blank")
        return .omit
    }

    private mutating func report(
        _ subject: String,
        _ value: String?,
        _ complaint: String,
        _ allowed: String?
    ) {
        let remedy = allowed.map { "allowed: \($0)" }
        problems.append(SettingsProblem(subject, value: value, complaint, remedy: remedy))
    }
}
