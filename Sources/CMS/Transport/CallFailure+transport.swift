internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import StatusEngine

extension CallFailure {
    /// What an error on the way means.
    /// - Parameters:
    ///   - error: what the HTTP client threw.
    ///   - requestBegan: whether any byte of the request may have left.
    init(transport error: any Error, requestBegan: Bool) {
        self.init(
            Self.code(for: error) ?? Self.code(for: error, requestBegan: requestBegan),
            detail: Self.detail(of: error)
        )
    }

    /// The meaning of the others.
    ///
    /// A request that was given a connection and finds it closed had none that was new.
    private static func code(for error: any Error, requestBegan: Bool) -> Code {
        if requestBegan { return .connectionLost }
        return error as? ChannelError == .ioOnClosedChannel
            ? .reusedConnectionEnded : .connectFailed
    }

    /// The meaning of the errors that mean the same at any time.
    private static func code(for error: any Error) -> Code? {
        switch error {
        case is AnswerTooLarge: .bodyTooLarge
        case is ReusedConnectionEnded: .reusedConnectionEnded
        case let error as HTTPClientError: code(for: error)
        case let error as HTTPParserError: error == .invalidEOFState ? nil : .unexpectedStatus
        case NIOSSLError.uncleanShutdown: nil
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tlsFailed
        default: nil
        }
    }

    private static func code(for error: HTTPClientError) -> Code? {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
        case .tlsHandshakeTimeout: .tlsFailed
        default: nil
        }
    }

    private static func detail(of error: any Error) -> String {
        switch error {
        case is AnswerTooLarge: "the body is larger than allowed"
        case is ReusedConnectionEnded: "no byte of the answer came"
        case let error as HTTPClientError: error.shortDescription
        case let error as HTTPParserError where error != .invalidEOFState:
            "the answer is not HTTP: \(error)"
        default: String(String(describing: error).prefix(160))
        }
    }
}
