extension Reading {
    /// The digest of all that is told of the agent but when it was observed: of an agent that is not
    /// stale, the one kept with it.
    package var fingerprint: UInt64 {
        switch self {
        case .observed(let agent, let freshness):
            guard let trouble = freshness.trouble else { return agent.fingerprint }
            var content = Fingerprint()
            content.add(agent.fingerprint)
            content.add(bytes: trouble.rawValue.utf8)
            return content.value
        case .missing(let id, let reason):
            var content = Fingerprint()
            content.add(id.number)
            content.add(bytes: reason.name.utf8)
            return content.value
        }
    }
}
