/// What a request asked and who sent it, kept for the log until its answer is written.
package struct RequestSubject: Hashable, Sendable {
    /// The method, as sent.
    package let method: String
    /// The target's path as sent: ASCII without control characters; never the query.
    package let path: String
    /// The client's IP address, where it is known.
    package var client: String?

    /// Creates a subject.
    package init(method: String, path: String, client: String? = nil) {
        self.method = method
        self.path = path
        self.client = client
    }
}
