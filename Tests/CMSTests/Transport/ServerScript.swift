/// What the server double does with one request.
enum ServerScript: Sendable {
    /// Answers with these bytes and keeps the connection.
    case reply(String)
    /// Answers with these bytes and closes.
    case replyAndClose(String)
    /// Says nothing more.
    case silence
    /// Closes without an answer.
    case close
    /// Resets the connection without an answer.
    case reset

    /// A whole success.
    static func ok(_ body: String) -> Self { .answer("200 OK", body) }

    /// A whole answer with `Content-Length`.
    static func answer(_ status: String, headers: String = "", _ body: String) -> Self {
        .reply(
            "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
        )
    }
}
