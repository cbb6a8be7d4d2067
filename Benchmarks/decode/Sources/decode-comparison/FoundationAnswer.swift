/// The CMS's answer as a team would declare it for `JSONDecoder`.
struct FoundationAnswer: Decodable {
    /// A row, with the vendor's names.
    struct Row: Decodable {
        /// The agent.
        var agentId: Int64
        /// The code of the state now.
        var currentState: Int64
        /// Seconds in it.
        var currentStateTime: Int64
        /// Why, or 65535.
        var currentStateReason: Int64
        /// The code of the state before.
        var prevState: Int64
        /// Seconds it lasted, or 4294967295.
        var prevStateTime: Int64
        /// Milliseconds since 1970.
        var logonTime: Int64
        /// Calls released.
        var agentRelease: Int64
        /// Private calls.
        var currentPrivateCallNum: Int64
        /// The location, or 65535.
        var locationId: Int64
    }

    /// The vendor's verdict.
    var resultCode: String
    /// The rows.
    var resultDesc: [Row]
    /// The rows once more.
    var resultDatas: [Row]
}
