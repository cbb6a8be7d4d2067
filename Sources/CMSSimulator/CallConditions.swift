/// What a call meets: its number, the faults and the groups there are when it comes.
package struct CallConditions: Sendable {
    /// The call's number among all requests.
    package let number: UInt64
    /// The faults it is under.
    package let faults: SimulatorFaults
    /// The groups it is told of.
    package let groups: SimulatedGroups

    /// Creates the conditions.
    package init(number: UInt64, faults: SimulatorFaults, groups: SimulatedGroups) {
        self.number = number
        self.faults = faults
        self.groups = groups
    }
}
