internal import NIOCore
internal import NIOHTTP1

/// Puts a request together from its parts, within a limit on its body.
struct RequestAssembly {
    /// What a part made of it.
    enum Step {
        /// More parts are to come.
        case incomplete
        /// The request is whole; whether the connection stays open behind it.
        case complete(SimulatedRequest, keepAlive: Bool)
        /// The body is larger than allowed.
        case tooLarge
    }

    private let limit: Int
    private let address: String
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(limit: Int, address: String) {
        self.limit = limit
        self.address = address
    }

    /// Takes the next part.
    mutating func take(_ part: HTTPServerRequestPart) -> Step {
        switch part {
        case .head(let head): begin(head)
        case .body(let bytes): append(bytes)
        case .end: finish()
        }
    }

    private mutating func begin(_ head: HTTPRequestHead) -> Step {
        let announced = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        guard announced <= limit else { return .tooLarge }
        self.head = head
        body = []
        body.reserveCapacity(announced)
        return .incomplete
    }

    private mutating func append(_ bytes: ByteBuffer) -> Step {
        guard head != nil, body.count + bytes.readableBytes <= limit else {
            head = nil
            return .tooLarge
        }
        body.append(contentsOf: bytes.readableBytesView)
        return .incomplete
    }

    private mutating func finish() -> Step {
        guard let head else { return .tooLarge }
        let request = SimulatedRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { (name: $0.name.lowercased(), value: $0.value) },
            body: body,
            address: address
        )
        self.head = nil
        body = []
        return .complete(request, keepAlive: head.isKeepAlive)
    }
}
