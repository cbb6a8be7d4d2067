/// One reason why no requests should be given to this process now.
package struct ReadinessReason: Hashable, Sendable {
    /// A word out of a closed set.
    package let code: String
    /// The word, and since when and until when it holds, as far as that is known.
    package let detail: String

    /// Creates a reason.
    package init(_ code: String, detail: String? = nil) {
        self.code = code
        self.detail = detail ?? code
    }
}
