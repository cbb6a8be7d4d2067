extension GroupStatus {
    /// The digest of all that is told of the roll-up but when the observations were made.
    package var fingerprint: UInt64 {
        var content = Fingerprint()
        content.add(agents)
        content.add(reported)
        content.add(stale)
        for state in AgentState.allCases {
            content.add(count(of: state))
            let longest = longest(in: state)
            content.add(longest?.id.number)
            content.add(longest?.since.seconds)
        }
        return content.value
    }
}
