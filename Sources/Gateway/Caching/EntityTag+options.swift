internal import Roster
internal import StatusEngine

extension EntityTag {
    /// The tag of a list of which some agents, or some of what there is to say, are shown; what it
    /// counts over all agents counts.
    ///
    /// `names` has what is said of each agent's name, or nothing where names are not kept.
    init(_ readings: [Reading], shown options: ListOptions, named names: [ShownName]) {
        var variant = options.fields.fingerprint
        for name in names { variant.add(name) }
        if options.isChoice {
            let summary = AnswerSummary(readings)
            variant.add(summary.stale)
            variant.add(summary.missing)
        }
        self.init(readings.lazy.filter(options.shows), variant: variant)
    }
}

extension AgentFields {
    /// What the fields wanted add to a tag: nothing where all are.
    var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        guard self != .all else { return fingerprint }
        for field in AgentField.allCases where contains(field) {
            fingerprint.add(bytes: field.rawValue.utf8)
        }
        return fingerprint
    }
}

extension ListOptions {
    /// Whether agents may be left out.
    var isChoice: Bool { states != nil || changedSince != nil }
}
