extension Reading {
    /// The digest of what is told of the agent, how fresh it is left aside.
    package var fingerprint: UInt64 {
        switch self {
        case .observed(let agent, _): return agent.fingerprint
        case .missing(let id, let reason):
            var content = Fingerprint()
            content.add(id.number)
            content.add(bytes: reason.name.utf8)
            return content.value
        }
    }
}
