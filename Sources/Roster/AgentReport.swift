/// One agent as one answer of the CMS tells it, normalized: what the vendor marks as
/// "none" or "unknown" is `nil` here (contract section 1).
///
/// Tens of thousands are held and handed on at a time, so what may be absent shares one byte that
/// says what is there.
package struct AgentReport: Hashable, Sendable {
    /// Whose report this is.
    package var id: AgentID
    /// The state's code, kept as sent because the contract's list may grow.
    package var stateCode: Int32
    // Values stand in the order of their width, and are 0 where they are absent.
    private var seconds: Int64 = 0
    private var previousSeconds: Int64 = 0
    private var signedIn = Timestamp(milliseconds: 0)
    private var reason: Int32 = 0
    private var previousCode: Int32 = 0
    private var released: Int32 = 0
    private var privates: Int32 = 0
    private var location: Int32 = 0
    private var present: Fields = []

    /// Creates a report from values already normalized.
    package init(
        id: AgentID,
        stateCode: Int32,
        stateSeconds: Int64?,
        reasonCode: Int32? = nil,
        previousStateCode: Int32? = nil,
        previousStateSeconds: Int64? = nil,
        signedInAt: Timestamp? = nil,
        releasedCalls: Int32? = nil,
        privateCalls: Int32? = nil,
        locationID: Int32? = nil
    ) {
        self.id = id
        self.stateCode = stateCode
        self.stateSeconds = stateSeconds
        self.reasonCode = reasonCode
        self.previousStateCode = previousStateCode
        self.previousStateSeconds = previousStateSeconds
        self.signedInAt = signedInAt
        self.releasedCalls = releasedCalls
        self.privateCalls = privateCalls
        self.locationID = locationID
    }

    /// The state in our words.
    package var state: AgentState { AgentState(code: stateCode) }
    /// The previous state in our words.
    package var previousState: AgentState? { previousStateCode.map(AgentState.init(code:)) }
}

// What may be absent.
extension AgentReport {
    /// Whole seconds in the present state; nothing where the CMS does not know them.
    package var stateSeconds: Int64? {
        get { value(seconds, of: .stateSeconds) }
        set { seconds = take(newValue, for: .stateSeconds) }
    }

    /// Why the agent rests; only while resting.
    package var reasonCode: Int32? {
        get { value(reason, of: .reasonCode) }
        set { reason = take(newValue, for: .reasonCode) }
    }

    /// The previous state's code.
    package var previousStateCode: Int32? {
        get { value(previousCode, of: .previousStateCode) }
        set { previousCode = take(newValue, for: .previousStateCode) }
    }

    /// How long the previous state lasted, in seconds.
    package var previousStateSeconds: Int64? {
        get { value(previousSeconds, of: .previousStateSeconds) }
        set { previousSeconds = take(newValue, for: .previousStateSeconds) }
    }

    /// When the agent signed in; nothing while signed out.
    package var signedInAt: Timestamp? {
        get { value(signedIn, of: .signedInAt) }
        set {
            signedIn = Timestamp(milliseconds: take(newValue?.milliseconds, for: .signedInAt))
        }
    }

    /// How often the agent hung up first.
    package var releasedCalls: Int32? {
        get { value(released, of: .releasedCalls) }
        set { released = take(newValue, for: .releasedCalls) }
    }

    /// Current private calls.
    package var privateCalls: Int32? {
        get { value(privates, of: .privateCalls) }
        set { privates = take(newValue, for: .privateCalls) }
    }

    /// The distributed access node.
    package var locationID: Int32? {
        get { value(location, of: .locationID) }
        set { location = take(newValue, for: .locationID) }
    }

    /// The fields that are there.
    private struct Fields: OptionSet, Hashable {
        let rawValue: UInt8

        static let reasonCode = Fields(rawValue: 1 << 0)
        static let previousStateCode = Fields(rawValue: 1 << 1)
        static let previousStateSeconds = Fields(rawValue: 1 << 2)
        static let signedInAt = Fields(rawValue: 1 << 3)
        static let releasedCalls = Fields(rawValue: 1 << 4)
        static let privateCalls = Fields(rawValue: 1 << 5)
        static let locationID = Fields(rawValue: 1 << 6)
        static let stateSeconds = Fields(rawValue: 1 << 7)
    }

    private func value<Value>(_ value: Value, of field: Fields) -> Value? {
        present.contains(field) ? value : nil
    }

    private mutating func take<Value: FixedWidthInteger>(
        _ value: Value?,
        for field: Fields
    ) -> Value {
        if value == nil { present.remove(field) } else { present.insert(field) }
        return value ?? 0
    }
}
