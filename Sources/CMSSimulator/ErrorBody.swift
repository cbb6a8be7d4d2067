/// The body of 401 and 403 (contract section 1, failures).
struct ErrorBody: Encodable {
    /// Milliseconds since 1970.
    let timestamp: Int64
    let status: Int
    let error: String
    let message = "No message available"
    let path: String
}
