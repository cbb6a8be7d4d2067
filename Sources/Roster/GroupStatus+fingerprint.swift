extension GroupStatus {
    /// The digest of the roll-up's content: how old the observations are, how many of them are
    /// stale and the seconds counted up to now are left aside.
    package var fingerprint: UInt64 {
        var content = Fingerprint()
        content.add(agents)
        content.add(reported)
        for state in AgentState.allCases {
            content.add(count(of: state))
            let longest = longest(in: state)
            content.add(longest?.id.number)
            content.add(longest?.since.seconds)
        }
        return content.value
    }
}
