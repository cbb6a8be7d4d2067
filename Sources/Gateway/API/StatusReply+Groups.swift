internal import Roster
internal import StatusEngine

extension StatusReply {
    /// Groups of a VDN, and which sources are not among them yet.
    func groups(
        _ groups: [Group],
        awaiting awaited: [Group.Source]
    ) -> Response {
        settled(EntityTag(groups, awaiting: awaited), capacity: 96 + groups.count * 160) {
            $0.groups(groups, awaiting: awaited)
        }
    }

    /// A group and its members.
    func group(_ group: Group) -> Response {
        settled(EntityTag(group), capacity: 256 + group.members.ranges.count * 16) {
            $0.group(group)
        }
    }

    /// A group's roll-up, or the problem that left nothing to roll up.
    func status(_ answer: Answer, of group: Group) -> Response {
        rollUp(answer) { $0.status($1, of: group.name) }
    }

    /// The roll-up of a VDN, or the problem that left nothing to roll up.
    func status(
        _ answer: Answer,
        of vdn: VDN,
        awaiting awaited: [Group.Source]
    ) -> Response {
        var variant = Fingerprint()
        variant.add(awaited)
        return rollUp(answer, variant: variant) { $0.status($1, of: vdn, awaiting: awaited) }
    }

    private func rollUp(
        _ answer: Answer,
        variant: Fingerprint = Fingerprint(),
        _ write: (inout JSONWriter, GroupStatus) -> Void
    ) -> Response {
        if let problem = totalFailure(of: answer) {
            return self.problem(problem, answer)
        }
        let status = answer.rollUp ?? GroupStatus(answer.readings)
        let tag = EntityTag(status, variant: variant)
        return json(answer, tag, capacity: Self.statusCapacity) { write(&$0, status) }
    }

    /// The problem that there is no such group, or none known yet while sources are awaited.
    func unknownGroup(
        _ name: String,
        in vdn: VDN,
        awaiting awaited: [Group.Source]
    ) -> Response {
        guard awaited.isEmpty else {
            return notLearnt("Whether VDN \(vdn) has a group \(Excerpt(name))", awaited)
        }
        return problem(Problem(.unknownGroup, "VDN \(vdn) has no group \(Excerpt(name))."))
    }

    /// The problem that no agent of a VDN is known yet.
    func unknownAgents(of vdn: VDN, awaiting awaited: [Group.Source]) -> Response {
        notLearnt("Which agents VDN \(vdn) has", awaited)
    }

    private func notLearnt(_ matter: String, _ awaited: [Group.Source]) -> Response {
        let unread = awaited.map(\.rawValue).joined(separator: ", ")
        let detail = "\(matter) is not known yet; not read from the CMS so far: \(unread)."
        return problem(Problem(.groupsNotLearnt, detail, retryAfter: 1))
    }
}
